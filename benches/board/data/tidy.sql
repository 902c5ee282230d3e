-- A board that was kept is as it was made: what was written on it while it was measured goes.

set session_replication_role = replica;

create temp table later as
select id from comments where id > current_setting('bench.comments')::bigint + current_setting('bench.waiting')::bigint;

delete from comment_revisions where comment_id in (select id from later);
delete from comments where id in (select id from later);
delete from events;
delete from notices;
delete from outbox;
delete from read_marks;
delete from sessions;
delete from drafts;

update articles set
    last_number = said, comments = said, version = 1 + said,
    active_at = case when said = 0 then '2020-01-01' else articles.active_at end,
    last_comment_by = case when said = 0 then null else articles.last_comment_by end
from
    articles as before,
    lateral (select case
        when before.id <= current_setting('bench.threads')::bigint then 1000
        when before.id = current_setting('bench.threads')::bigint + 1 then current_setting('bench.long')::integer
        else 0
    end as said) as made
where before.id = articles.id and articles.last_number <> said;

select setval(
    pg_get_serial_sequence('comments', 'id'),
    current_setting('bench.comments')::bigint + current_setting('bench.waiting')::bigint
);

set session_replication_role = origin;
