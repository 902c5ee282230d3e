set local lock_timeout = '5s';

create table sessions (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    account_id bigint not null references accounts on delete cascade,
    started_at timestamptz not null,
    seen_at timestamptz not null,
    agent text not null default ''
);

create index sessions_by_account on sessions (account_id);
