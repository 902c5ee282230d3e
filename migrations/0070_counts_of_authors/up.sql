set local lock_timeout = '5s';

-- How many of an author's comments are published, wait or were rejected is counted in the index alone, for whoever decides
-- on one of them. It does what comments_of_author does, too, which goes a release later.
create index comments_of_author_in_state on comments (author_id, id desc) include (state);
