set local lock_timeout = '5s';

create table mutes (
    account_id bigint not null references accounts on delete cascade,
    muted_id bigint not null references accounts on delete cascade,
    muted_at timestamptz not null,
    primary key (account_id, muted_id),
    check (account_id <> muted_id)
);

create index mutes_of_muted on mutes (muted_id);

create table thread_mutes (
    account_id bigint not null references accounts on delete cascade,
    article_id bigint not null references articles on delete cascade,
    muted_at timestamptz not null,
    primary key (account_id, article_id)
);

-- How a member wants to hear of one kind of notice; without a row, as the board does by itself.
create table notice_ways (
    account_id bigint not null references accounts on delete cascade,
    kind text not null check (kind in ('reply', 'quote', 'mention', 'decision', 'flag')),
    way text not null check (way in ('inbox', 'mail', 'never')),
    chosen_at timestamptz not null,
    primary key (account_id, kind)
);
