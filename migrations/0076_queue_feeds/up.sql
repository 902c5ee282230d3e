set local lock_timeout = '5s';

-- The secret address at which a moderator's feed reader asks what waits; of the secret there is only the hash.
create table queue_feeds (
    account_id bigint primary key references accounts,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    made_at timestamptz not null
);
