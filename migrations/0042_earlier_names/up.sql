set local lock_timeout = '5s';

-- A name that somebody gave up stays theirs: links go on to where the person is now, and nobody else can take it.
create table earlier_names (
    name_folded text primary key,
    name text not null,
    account_id bigint not null references accounts on delete cascade,
    given_up_at timestamptz not null
);

create index earlier_names_by_account on earlier_names (account_id, given_up_at);
