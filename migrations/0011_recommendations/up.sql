set local lock_timeout = '5s';

create table recommendations (
    comment_id bigint not null references comments on delete cascade,
    account_id bigint not null references accounts on delete cascade,
    recommended_at timestamptz not null,
    primary key (comment_id, account_id)
);

create index recommendations_of_account on recommendations (account_id);
