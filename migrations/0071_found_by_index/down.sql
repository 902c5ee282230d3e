set local lock_timeout = '5s';

drop index accounts_by_letters_of_email;
drop index accounts_by_letters;
drop index log_of_thing;
drop index sanctions_that_last;
drop index decisions_by_and_time;
drop index events_of_told;
drop index events_of_actor;
drop index comments_unseen;
