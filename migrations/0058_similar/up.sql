set local lock_timeout = '5s';

-- What was decided on texts in which the same was found.
create index case_reasons_evidence on case_reasons using gin (evidence);
