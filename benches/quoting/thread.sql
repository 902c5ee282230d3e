-- A thread of 5,000 comments with 500 characters each, one of 20,000 characters, and nine threads like it but shorter.
-- The sentences are those of `sentence` in main.rs: comment n has those from n * 100 on.

create function sentence(n bigint) returns text language sql immutable as $$
    with w as (select array['treaty', 'harbour', 'minister', 'airfield', 'winter',
                            'letter', 'engine', 'border', 'market', 'river'] as words)
    select 'The ' || words[n % 10 + 1] || ' of the ' || words[n / 10 % 10 + 1] || ' in the ' || words[n / 100 % 10 + 1]
        || ' was ' || n || ' days from the ' || words[n / 1000 % 10 + 1] || ' and nobody spoke of it.' from w
$$;

insert into accounts (name, name_folded, email, email_folded, password_hash, role, standing, joined_at)
select 'member' || n, 'member' || n, 'member' || n || '@people.example', 'member' || n || '@people.example', '*',
       'member', 'known', now() from generate_series(1, 50) n;
insert into publications (name, name_folded, slug) values ('Press', 'press', 'press');
insert into articles (publication_id, headline, slug, posted_by, posted_at, key, active_at, last_number, comments)
select 1, 'Thread ' || n, 'thread-' || n, 1, now(), gen_random_uuid(), now(), 5000, 5000 from generate_series(1, 10) n;
insert into article_revisions (article_id, revision, source, renderer, saved_at)
select n, 1, 'Words.', 1, now() from generate_series(1, 10) n;
insert into paragraphs (article_id, revision, ordinal, html, plain)
select n, 1, p, '<p>' || sentence(700000 + p) || '</p>', sentence(700000 + p)
  from generate_series(1, 10) n, generate_series(1, 20) p;

insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key)
select a, n, n % 50 + 1, 'published', '<p>Words.</p>', now(), now(), gen_random_uuid()
  from generate_series(1, 10) a, generate_series(1, 5000) n where a = 1 or n <= 500;
insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_at)
select id, 1, 'published', 'Words.', words, words, '<p>Words.</p>', 1, now()
  from comments, lateral (
      select string_agg(sentence(case when article_id = 1 and number = 1 then s else number * 100 + s end), ' ' order by s) as words
        from generate_series(0, case when article_id = 1 and number = 1 then 260 else 5 end) s) said;
