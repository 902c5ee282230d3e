delete from notice_ways where kind = 'sanction';
alter table notice_ways drop constraint notice_ways_kind_check, add constraint notice_ways_kind_check check (kind in ('reply', 'quote', 'mention', 'decision', 'flag'));
delete from notices where kind = 'sanction';
drop index notices_once_a_sanction;
alter table notices drop constraint notices_about_check;
alter table notices drop constraint notices_kind_check, add constraint notices_kind_check check (kind in ('reply', 'quote', 'mention', 'decision', 'flag'));
alter table notices drop column lifted, drop column sanction_id;
alter table notices alter column comment_id set not null;
alter table notices alter column article_id set not null;
