set local lock_timeout = '5s';

alter table settings
    add column quotes_per_comment integer not null default 8 check (quotes_per_comment between 1 and 20),
    add column quote_length integer not null default 2000 check (quote_length between 100 and 20000),
    add column bare_quotes boolean not null default false;
