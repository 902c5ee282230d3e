set local lock_timeout = '5s';

alter table settings add column two_step_required boolean not null default false;
