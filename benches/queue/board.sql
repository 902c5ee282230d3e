-- As many comments wait as `bench.waiting` says, in twenty threads, from fifty writers, opened in the last ten days.

set session_replication_role = replica;

insert into accounts (name, name_folded, email, email_folded, email_confirmed_at, password_hash, standing, tagline, joined_at)
select 'reader' || n, 'reader' || n, 'reader' || n || '@board.example', 'reader' || n || '@board.example',
       '2019-01-01', '!', 'new', '', '2019-01-01'
  from generate_series(1, 50) n;

insert into publications (name, name_folded, slug) values ('The Daily', 'the daily', 'the-daily');

insert into articles (publication_id, headline, slug, byline, lead, posted_by, posted_at, key, last_number, comments, active_at, version)
select 1, 'Thread ' || n, 'thread-' || n, '', 'A lead', 3, '2020-01-01', gen_random_uuid(), 0, 0, '2020-01-01', 1
  from generate_series(1, 20) n;

with held as (
    insert into comments (article_id, author_id, state, body_html, posted_at, key)
    select 1 + n % 20, 3 + n % 50, 'held', '<p>Number ' || n || ' waits.</p>', now() - n * (interval '10 days' / current_setting('bench.waiting')::int), gen_random_uuid()
      from generate_series(1, current_setting('bench.waiting')::int) n
    returning id, article_id, author_id, posted_at, body_html
), texts as (
    insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at)
    select id, 1, 'held', 'Number ' || id || ' waits.', 'Number ' || id || ' waits.', 'number ' || id || ' waits', body_html, 1000, author_id, posted_at from held
), opened as (
    insert into cases (kind, comment_id, article_id, author_id, opened_at, weight, rules)
    select 'held_comment', id, article_id, author_id, posted_at, 1 + id % 5, array['first_comments'] from held
    returning id, opened_at
)
insert into case_reasons (case_id, ordinal, rule, words, added_at)
select id, 0, 'first_comments', 'first comment of a new member', opened_at from opened;

set session_replication_role = origin;
