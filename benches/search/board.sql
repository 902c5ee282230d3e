-- A board of `bench.comments` comments over five years, and an article for each two hundred of them. Words are as often
-- as words are: the nth is n times as rare as the first. Half of what is asked for and found again is in that order, too.

set session_replication_role = replica;
set jit = off;
select setseed(0.7);

insert into accounts (name, name_folded, email, email_folded, email_confirmed_at, password_hash, standing, tagline, joined_at)
select 'reader' || n, 'reader' || n, 'reader' || n || '@board.example', 'reader' || n || '@board.example',
       '2019-01-01', '!', 'known', '', '2019-01-01'
  from generate_series(1, 5000) n;

insert into publications (name, name_folded, slug) select 'Paper ' || n, 'paper ' || n, 'paper-' || n from generate_series(1, 50) n;
insert into topics (name, slug, position) select 'Topic ' || n, 'topic-' || n, n from generate_series(1, 8) n;

insert into articles (publication_id, topic_id, headline, slug, byline, lead, posted_by, posted_at, key, last_number, comments, active_at, version)
select 1 + n % 50, 1 + n % 8,
       (select string_agg('w' || floor(exp(random() * 10.8))::int, ' ') from generate_series(1, 7) word where n > 0), 'thread', '', '',
       1 + n % 5000, now() - (1 - n * 200.0 / current_setting('bench.comments')::int) * interval '5 years', gen_random_uuid(), 0, 0, now(), 1
  from generate_series(1, greatest(current_setting('bench.comments')::int / 200, 1)) n;

insert into article_revisions (article_id, revision, source, renderer, saved_at) select id, 1, '', 1000, posted_at from articles;
insert into paragraphs (article_id, revision, ordinal, html, plain)
select id, 1, 1, '', (select string_agg('w' || floor(exp(random() * 10.8))::int, ' ') from generate_series(1, 400) word where articles.id > 0)
  from articles;

insert into comments (article_id, number, author_id, state, body_html, posted_at, published_at, key, quoted)
select 1 + greatest(0, n / 200 - (random() * random() * 40)::int) % greatest(current_setting('bench.comments')::int / 200, 1), n,
       1 + (5000 * random() * random())::int % 5000, case when n % 100 = 0 then 'removed' else 'published' end, '', at, at,
       gen_random_uuid(), case when random() < 0.05 then (10 * random())::int else 0 end
  from generate_series(1, current_setting('bench.comments')::int) n,
       lateral (select now() - (1 - n::double precision / current_setting('bench.comments')::int) * interval '5 years' as at) moment;

insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at)
select id, 1, 'published', 'x',
       (select string_agg('w' || floor(exp(random() * 10.8))::int, ' ') from generate_series(1, 20 + (comments.id % 80)::int) word where comments.id > 0),
       '', '', 1000, author_id, posted_at
  from comments;

drop index search_documents_by_words;

insert into search_documents (article_id, comment_id, revision, published, quoted, words)
select article_id, id, 1, published_at, quoted,
       to_tsvector('simple', plain) || array_to_tsvector(
           array['#a' || author_id, '#i' || article_id, '#p' || (1 + article_id % 50), '#t' || (1 + article_id % 8)]
           || case when id % 3 = 0 then array['#q'] else '{}' end
           || (select array_agg('#' || size || '.' || (extract(epoch from published_at)::bigint >> size)) from unnest(array[15, 17, 19, 21, 23, 25]) size))
  from comments join comment_revisions on comment_id = id;

insert into search_documents (article_id, revision, published, quoted, words)
select articles.id, 1, posted_at, 0,
       setweight(to_tsvector('simple', headline), 'A') || to_tsvector('simple', plain) || array_to_tsvector(
           array['#article', '#a' || posted_by, '#i' || id, '#p' || publication_id, '#t' || topic_id]
           || (select array_agg(distinct '=' || word) from unnest(string_to_array(headline, ' ')) word)
           || (select array_agg('#' || size || '.' || (extract(epoch from posted_at)::bigint >> size)) from unnest(array[15, 17, 19, 21, 23, 25]) size))
  from articles join paragraphs on article_id = id;

set maintenance_work_mem = '512MB';
create index search_documents_by_words on search_documents using gin (words) with (fastupdate = off);
update search_progress set reading = 'english_stem/1', articles_below = 0, comments_below = 0;

set session_replication_role = origin;
