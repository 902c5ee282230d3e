set local lock_timeout = '5s';

-- The same check, wider.
alter table sanctions drop constraint sanctions_kind_check, add constraint sanctions_kind_check check (kind in ('warned', 'silenced', 'suspended', 'watched'));
-- A warning is over as soon as it is given, so that it is never in force.
alter table sanctions add constraint sanctions_warned_check check (kind <> 'warned' or ends_at = starts_at);
alter table sanctions add column code text references reasons (code);
alter table sanctions add column lifted_by bigint references accounts on delete set null;
alter table sanctions add column lift_reason text not null default '' check (char_length(lift_reason) <= 500);

create index sanctions_of_account on sanctions (account_id, id desc);
create index sanctions_to_end on sanctions (id desc) where lifted_at is null and kind <> 'warned';
create index sanctions_by_imposer on sanctions (imposed_by) where imposed_by is not null;
create index sanctions_by_lifter on sanctions (lifted_by) where lifted_by is not null;

-- What a member's comments of a month are counted by.
create index comments_by_author_and_time on comments (author_id, posted_at desc);
