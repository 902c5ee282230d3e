drop table paragraphs;
drop table article_revisions;
drop table articles;
