set local lock_timeout = '5s';

drop index articles_taken_away;
drop index articles_new_of_topic;
drop index articles_new_of_publication;
alter table comments drop column changed_at;
alter table settings drop column identity;
