set local lock_timeout = '5s';

-- So many flags hide a comment until a moderator looks at it; 0 for none.
alter table settings add column flags_to_hide integer not null default 3 check (flags_to_hide between 0 and 100);
