set local lock_timeout = '5s';

-- Whether a moderator who rejects or removes has to choose a reason, and to say something in their own words.
alter table settings
    add column reason_required boolean not null default true,
    add column words_required boolean not null default false;
