set local lock_timeout = '5s';

-- From whom a case was taken over, and the word to them.
alter table cases
    add column taken_from bigint references accounts on delete set null,
    add column taken_word text not null default '' check (char_length(taken_word) <= 500);

create index cases_taken on cases (taken_from) where state = 'open' and taken_from is not null;
