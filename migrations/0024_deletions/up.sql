set local lock_timeout = '5s';

create table deletions (
    account_id bigint primary key references accounts on delete cascade,
    asked_at timestamptz not null,
    due_at timestamptz not null,
    words text not null check (words in ('stay', 'go'))
);

create index deletions_due on deletions (due_at);
create index flags_of_account on flags (flagged_by);
create index case_reasons_added_by on case_reasons (added_by) where added_by is not null;
