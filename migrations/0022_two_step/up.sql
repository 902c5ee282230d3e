set local lock_timeout = '5s';

create table two_steps (
    account_id bigint primary key references accounts on delete cascade,
    secret bytea not null,
    begun_at timestamptz not null,
    confirmed_at timestamptz,
    last_step bigint not null default 0
);

create table recovery_codes (
    account_id bigint not null references two_steps on delete cascade,
    code_hash bytea not null check (octet_length(code_hash) = 32),
    used_at timestamptz,
    primary key (account_id, code_hash)
);

create table pending_sign_ins (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    account_id bigint not null references accounts on delete cascade,
    tries integer not null default 0,
    expires_at timestamptz not null
);

create index pending_sign_ins_by_account on pending_sign_ins (account_id);
create index pending_sign_ins_by_end on pending_sign_ins (expires_at);
