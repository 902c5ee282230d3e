set local lock_timeout = '5s';

-- The learned score of the text that waits, from 0 to 100, so that a list sorted by it is read from an index alone.
alter table cases add column score smallint not null default 0;
create index cases_by_score on cases (score desc, opened_at, id) where state = 'open';
