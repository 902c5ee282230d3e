set local lock_timeout = '5s';

-- How long cases took is counted over those that were decided lately.
create index cases_decided on cases (decided_at) where decided_at is not null;
