set local lock_timeout = '5s';

-- What the log is searched by.
create index log_of_actor on log (actor_id, id desc);
create index log_by_action on log (action, id desc);
create index log_by_time on log (logged_at);

-- Whether anybody may read what moderators did, without names.
alter table settings add column public_log boolean not null default false;
