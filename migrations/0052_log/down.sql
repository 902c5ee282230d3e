alter table settings drop column public_log;
drop index log_by_time;
drop index log_by_action;
drop index log_of_actor;
