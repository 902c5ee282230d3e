set local lock_timeout = '5s';

drop trigger search_new_comment on comments;
drop trigger search_changed_comment on comments;
drop trigger search_new_revision on comment_revisions;
drop trigger search_changed_revision on comment_revisions;
drop trigger search_new_article on articles;
drop trigger search_changed_article on articles;
drop function search_comment_waits, search_revision_waits, search_article_waits;
drop table search_waiting;
