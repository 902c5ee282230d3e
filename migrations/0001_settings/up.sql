set local lock_timeout = '5s';

create table settings (
    only_row boolean primary key default true check (only_row),
    board_name text not null default 'Rejoinder' check (char_length(board_name) between 1 and 80),
    language text not null default 'en' check (language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
    joining text not null default 'open' check (joining in ('open', 'closed')),
    article_posters text not null default 'known' check (article_posters in ('new', 'known', 'trusted', 'moderators')),
    edit_hours integer not null default 24 check (edit_hours between 0 and 8760),
    setup_token_hash bytea,
    set_up_at timestamptz
);

insert into settings default values;
