set local lock_timeout = '5s';

-- What its author alone sees of a thread.
create index comments_unseen on comments (article_id, author_id) where state in ('held', 'rejected', 'removed');

-- What one did, and what one was told, for the copy of one's own data.
create index events_of_actor on events (actor_id, id) where actor_id is not null;
create index events_of_told on events (told_id, id) where told_id is not null;

-- What a moderator can still take back.
create index decisions_by_and_time on decisions (decided_by, decided_at desc, id desc);

-- What is in force, among all that once was.
create index sanctions_that_last on sanctions ((coalesce(ends_at, 'infinity'))) where lifted_at is null and kind <> 'warned';

-- What was done to one thing, whatever kind of thing it is.
create index log_of_thing on log (subject_id, id desc);

-- Names and addresses that begin so, letter by letter, whatever the language of the database.
create index accounts_by_letters on accounts (name_folded collate "C");
create index accounts_by_letters_of_email on accounts (email_folded collate "C");
