set local lock_timeout = '5s';

-- Where the words of a quote stand in the article's present text, whatever they were checked against: in characters
-- of its paragraphs, two apart. One row for each quote of an article in the text of a published comment.
create table anchors (
    comment_id bigint not null,
    revision integer not null,
    ordinal integer not null,
    thread_id bigint not null references articles on delete cascade,
    article_id bigint not null references articles on delete cascade,
    article_revision integer not null,
    fate text not null check (fate in ('unsought', 'stands', 'corrected', 'gone')),
    begins integer,
    ends integer,
    present text,
    primary key (comment_id, revision, ordinal),
    foreign key (comment_id, revision, ordinal) references quotes on delete cascade,
    check (begins < ends),
    check ((fate in ('stands', 'corrected')) = (begins is not null and ends is not null)),
    check ((fate = 'corrected') = (present is not null))
);

create index anchors_of_article on anchors (article_id, thread_id, begins);
create index anchors_of_thread on anchors (thread_id);
create index anchors_unsought on anchors (thread_id) where fate = 'unsought';

-- What is marked in an article: stretches of its present text, none of which reaches into another.
create table passages (
    article_id bigint not null references articles on delete cascade,
    name text not null,
    begins integer not null,
    ends integer not null,
    words text not null,
    comments integer not null check (comments > 0),
    earlier integer not null check (earlier between 0 and comments),
    primary key (article_id, name),
    check (begins < ends)
);

-- The quotes that are there already are looked for by the program, thread by thread.
insert into anchors (comment_id, revision, ordinal, thread_id, article_id, article_revision, fate)
select quotes.comment_id, quotes.revision, quotes.ordinal, comments.article_id, quotes.source_id,
       quotes.source_revision, 'unsought'
  from quotes
  join comments on comments.id = quotes.comment_id and comments.revision = quotes.revision
  join articles on articles.id = quotes.source_id
 where quotes.source_kind = 'paragraph' and quotes.source_revision is not null and comments.state = 'published';
