drop table comment_revisions;
drop table comments;
