set local lock_timeout = '5s';

create table sign_in_attempts (
    key_hash bytea primary key check (octet_length(key_hash) = 32),
    tries integer not null check (tries >= 0),
    ends_at timestamptz not null
);

create index sign_in_attempts_by_end on sign_in_attempts (ends_at);

create table devices (
    token_hash bytea not null check (octet_length(token_hash) = 32),
    account_id bigint not null references accounts on delete cascade,
    seen_at timestamptz not null,
    primary key (token_hash, account_id)
);

create index devices_by_account on devices (account_id, seen_at);
