set local lock_timeout = '5s';

-- A notice of a sanction is about no comment.
alter table notices alter column article_id drop not null;
alter table notices alter column comment_id drop not null;
alter table notices add column sanction_id bigint references sanctions on delete cascade;
-- Whether it tells that the sanction was lifted.
alter table notices add column lifted boolean not null default false;
alter table notices drop constraint notices_kind_check, add constraint notices_kind_check check (kind in ('reply', 'quote', 'mention', 'decision', 'flag', 'sanction'));
alter table notices add constraint notices_about_check check ((kind = 'sanction') = (sanction_id is not null) and (kind = 'sanction') = (comment_id is null) and (comment_id is null) = (article_id is null));
alter table notice_ways drop constraint notice_ways_kind_check, add constraint notice_ways_kind_check check (kind in ('reply', 'quote', 'mention', 'decision', 'flag', 'sanction'));

create unique index notices_once_a_sanction on notices (sanction_id, lifted) where sanction_id is not null;
