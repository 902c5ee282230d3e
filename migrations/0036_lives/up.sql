set local lock_timeout = '5s';

-- What became of what a quote quotes, as the text around it shows it; unsettled: the text has to be looked at again.
alter table quotes
    add column life text not null default 'standing'
        check (life in ('standing', 'earlier', 'deleted', 'removed', 'hidden', 'blanked', 'withdrawn')),
    add column unsettled boolean not null default false;

create index quotes_unsettled on quotes (comment_id, revision) where unsettled;

-- Removed with its quotes: while readers do not see it, its words are out of the quotes of it as well.
alter table comments add column withheld boolean not null default false;

-- A text as it was before something happened to what it quotes; only of those that show it.
create table originals (
    comment_id bigint not null,
    revision integer not null,
    source text not null,
    html text not null,
    primary key (comment_id, revision),
    foreign key (comment_id, revision) references comment_revisions on delete cascade
);

create index comment_revisions_by_renderer on comment_revisions (renderer);

update quotes set unsettled = true from comments
 where quotes.source_kind = 'comment' and quotes.source_id = comments.id
   and (comments.state <> 'published' or comments.revision <> quotes.source_revision);
