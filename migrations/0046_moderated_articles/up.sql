set local lock_timeout = '5s';

-- Since when moderators look at each comment of a thread before it appears; nothing where they do not.
alter table articles add column moderated_at timestamptz;
