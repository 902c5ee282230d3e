set local lock_timeout = '5s';

-- What of a thread its author alone sees is looked for whenever a member opens one.
create index comments_unseen on comments (article_id, author_id) where state in ('held', 'rejected', 'removed');
