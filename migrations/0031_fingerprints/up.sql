set local lock_timeout = '5s';

-- By these the words of a quote are found in a thread (src/quotes/fingerprints.rs). A revision that has none yet gets
-- its own by a job of the server, which finds those that are left by the second index.
alter table comment_revisions add column fingerprints integer[];

create index comment_revisions_fingerprints on comment_revisions using gin (fingerprints)
    where fingerprints is not null;
create index comment_revisions_without_fingerprints on comment_revisions (comment_id)
    where fingerprints is null;
