set local lock_timeout = '5s';

create table links (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    purpose text not null check (purpose in ('confirm', 'reset', 'email', 'take_back')),
    account_id bigint not null references accounts on delete cascade,
    email text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create index links_by_account on links (account_id, purpose);
