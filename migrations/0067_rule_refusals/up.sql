set local lock_timeout = '5s';

-- How many texts each rule refused on a day. Of the texts and their writers nothing is kept; 0 is no list.
create table rule_refusals (
    rule text not null,
    list_id bigint not null default 0,
    day date not null,
    refused integer not null check (refused > 0),
    primary key (rule, list_id, day)
);
