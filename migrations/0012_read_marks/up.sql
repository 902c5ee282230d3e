set local lock_timeout = '5s';

create table read_marks (
    account_id bigint not null references accounts on delete cascade,
    article_id bigint not null references articles on delete cascade,
    number integer not null,
    read_at timestamptz not null,
    primary key (account_id, article_id)
);
