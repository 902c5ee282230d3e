set local lock_timeout = '5s';

create table quotes (
    comment_id bigint not null,
    revision integer not null,
    ordinal integer not null,
    source_kind text not null check (source_kind in ('comment', 'paragraph', 'outside', 'none')),
    source_id bigint,
    source_paragraph integer,
    source_revision integer,
    source_link text,
    exact text not null,
    prefix text not null default '',
    suffix text not null default '',
    start integer,
    fidelity text not null check (fidelity in ('verbatim', 'shortened', 'unattributed', 'outside', 'unverified')),
    primary key (comment_id, revision, ordinal),
    foreign key (comment_id, revision) references comment_revisions on delete cascade
);

create index quotes_by_source on quotes (source_kind, source_id) where source_id is not null;
