-- A board on which it shows how a statement finds its rows: 19,000 comments of 2,500 people in 2,500 threads, one of which
-- has 6,000, and of everything else at least 2,500 rows. All of it was written in the last five months, at an even pace.
-- Secrets are 32 bytes that say which they are: 'link 7' and dots.

-- No row here refers to one that is not there; to ask for each of them would take longer than all the rest.
set session_replication_role = replica;

update settings set public_log = true, set_up_at = now();

insert into accounts (id, name, name_folded, email, email_folded, email_confirmed_at, password_hash, role, standing, tagline, joined_at)
select n, name, replace(translate(name, '01', 'ol'), 'm', 'rn'), name || '@people.example', name || '@people.example', '2020-01-01', '*',
       case when n = 1 then 'administrator' when n between 2 and 20 then 'moderator' else 'member' end,
       case n % 3 when 0 then 'known' when 1 then 'trusted' else 'new' end, 'Reads a lot', now() - interval '200 days' + n * interval '40 minutes'
  from generate_series(1, 2500) n,
       lateral (select case n when 1 then 'boss' when 2 then 'mo' when 30 then 'author' when 33 then 'reader' else 'person' || n end as name) as names;

insert into sessions (token_hash, account_id, started_at, seen_at, agent)
select sha256(('session ' || n)::bytea), 1 + n % 2500, now() - interval '20 days', now() - n * interval '1 minute', 'a browser'
  from generate_series(1, 5000) n;

insert into publications (name, name_folded, slug) values ('Al-Monitor', 'al-monitor', 'al-monitor');
insert into publications (name, name_folded, slug)
select 'Paper ' || n, 'paper ' || n, 'paper-' || n from generate_series(1, 300) n;
insert into topics (name, slug, position) select 'Topic ' || n, 'topic-' || n, n from generate_series(1, 10) n;

insert into articles (id, publication_id, topic_id, headline, slug, link, link_folded, lead, posted_by, posted_at, sent_at, key, state,
                      last_number, comments, active_at, last_comment_by)
select n, (select min(id) from publications) + n % 300, (select min(id) from topics) + n % 10, 'Headline ' || n, 'headline-' || n,
       'https://paper.example/' || n, 'paper.example/' || n, 'A lead', 1 + n % 1000, at, at, md5('article ' || n)::uuid,
       case when n > 2450 then 'held' when n > 2400 then 'rejected' else 'published' end,
       said, said, at + interval '1 day', 1 + n % 2500
  from generate_series(1, 2500) n,
       lateral (select now() - interval '150 days' + n * interval '86 minutes' as at,
                       case when n = 1 then 6000 when n <= 101 then 60 when n <= 2400 then 3 else 0 end as said) as facts;

insert into article_revisions (article_id, revision, source, renderer, saved_by, saved_at, headline, shown)
select articles.id, n, 'Words of the article.', 1000, posted_by, posted_at, case when n = 1 then 'Headline' end, n < 3
  from articles, generate_series(1, 2) n;
insert into paragraphs (article_id, revision, ordinal, html, plain)
select id, 1, n, '<p>Words of the article.</p>', 'Words of the article, and some more of them.' from articles, generate_series(1, 3) n;

-- Who says what: each comment of each thread in turn, and what waits, or was rejected, has no number.
create temp table talk as
select row_number() over (order by at, article, number) as id, at, article, number,
       case when row_number() over (order by at, article, number) % 40 = 0 then 30 else 1 + abs(hashint8(article * 31 + number)) % 2500 end as author
  from (select articles.id as article, number, posted_at + number * ((now() - posted_at) / (last_number + 1)) as at
          from articles, generate_series(1, last_number) number) as talk;
create unique index on talk (article, number);
analyze talk;

insert into comments (id, article_id, number, author_id, reply_to, state, body_html, posted_at, published_at, key, recommendations, quoted, replies, quoters)
select id, article, number, author, case when number % 3 > 0 and number > 1 then number - 1 - number % 2 * (number / 50) end,
       case id % 97 when 0 then 'removed' when 1 then 'deleted' when 2 then 'hidden' else 'published' end,
       '<p>Something that somebody said.</p>', at, at, md5('comment ' || id)::uuid, id % 3, case when number % 4 = 1 then number % 7 else 0 end, 1,
       case when number % 4 = 1 then array[number + 1] end
  from talk order by id;
insert into comments (id, article_id, author_id, state, body_html, posted_at, key)
select 200000 + n, 1 + n % 200, case when n % 40 = 0 then 30 else 1 + n * 7 % 2500 end, case when n > 2500 then 'rejected' else 'held' end,
       case when n > 2700 then '' else '<p>What waited.</p>' end, now() - n * interval '43 minutes', md5('held ' || n)::uuid
  from generate_series(1, 5000) n;

insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at, fingerprints)
select id, 1, case when state in ('held', 'rejected') then state else 'published' end, words, words, words, body_html,
       case when id % 5000 = 7 then 0 else 1000 end, author_id, posted_at,
       case when id % 5000 = 9 then null else array[(id % 5000)::int] end
  from comments, lateral (select case when body_html = '' then '' when id % 50 = 0 then 'The same words, which have been said before, and are said again by many.'
                                      else 'comment ' || id || ' says something' end as words) as texts
 order by id;
-- Some were edited, and some edits wait.
update comments set revision = 2, edited_at = posted_at + interval '1 hour' where id % 40 = 3 and number is not null;
insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at, fingerprints)
select id, 2, case when id % 40 = 3 then 'published' else 'held' end, 'edited ' || id, 'edited ' || id, 'edited ' || id, body_html, 1000, author_id,
       posted_at + interval '1 hour', array[id::int]
  from comments where id % 20 = 3 and number is not null;
insert into originals (comment_id, revision, source, html) select id, 1, 'Once', '<p>Once</p>' from comments where id % 8 = 5;

insert into quotes (comment_id, revision, ordinal, source_kind, source_id, source_revision, exact, start, fidelity, unsettled)
select talk.id, 1, 0, 'comment', source.id, 1, 'says something', 0, 'verbatim', talk.id % 5000 = 11
  from talk join talk as source on source.article = talk.article and source.number = talk.number - 1 - talk.id % 3
 where talk.id % 3 = 0;
insert into quotes (comment_id, revision, ordinal, source_kind, source_id, source_paragraph, source_revision, exact, start, fidelity)
select id, 1, 1, 'paragraph', article, 1 + id % 3, 1, 'Words of', 0, 'verbatim' from talk where id % 5 = 1;
insert into anchors (comment_id, revision, ordinal, thread_id, article_id, article_revision, fate, begins, ends)
select id, 1, 1, article, article, 1, case when id % 5000 = 21 then 'unsought' else 'stands' end,
       case when id % 5000 <> 21 then id % 100 end, case when id % 5000 <> 21 then id % 100 + 5 end
  from talk where id % 5 = 1;
insert into passages (article_id, name, begins, ends, words, comments, earlier)
select id, 'p1-' || n * 10 || '-' || n * 10 + 15, n * 10, n * 10 + 15, 'Words of', 30, 0 from articles, generate_series(0, 3) n where id <= 1000;

insert into recommendations (comment_id, account_id, recommended_at)
select id, 1 + (author + n * 70) % 2500, at from talk, generate_series(1, 2) n where id % 3 = n;
insert into read_marks (account_id, article_id, number, read_at)
select 1 + n % 2500, 1 + n % 2499, 3, now() - n * interval '10 minutes' from generate_series(1, 20000) n on conflict do nothing;
insert into drafts (account_id, visitor_hash, place, fields, saved_at)
select case when n % 2 = 0 then 1 + n % 2500 end, case when n % 2 = 1 then sha256(n::text::bytea) end, 'reply:' || n, '{}',
       now() - n * interval '10 seconds'
  from generate_series(1, 5000) n;

-- The queue: 2,500 held comments wait, 10,000 were decided, and some lines, articles, edits and appeals.
insert into cases (id, kind, comment_id, article_id, author_id, state, opened_at, weight, rules, score)
select n, 'held_comment', 200000 + n, 1 + n % 200, case when n % 40 = 0 then 30 else 1 + n * 7 % 2500 end, 'open', now() - n * interval '43 minutes',
       1 + n % 5, array[case n % 3 when 0 then 'links' when 1 then 'first_comments' else 'capitals' end], n % 100
  from generate_series(1, 2500) n;
insert into cases (id, kind, comment_id, article_id, author_id, state, opened_at, decided_at, weight, rules)
select 10000 + n, case n % 10 when 0 then 'flagged_comment' when 1 then 'held_edit' when 2 then 'appeal' else 'held_comment' end,
       talk.id, article, author, 'decided', at, at + interval '1 hour', 1, array['links']
  from generate_series(1, 3700) n join talk on talk.id = n * 5;
insert into cases (id, kind, comment_id, article_id, author_id, state, opened_at, decided_at, rules)
select 40000 + n, 'held_comment', 202500 + n, 1 + (2500 + n) % 200, case when n % 20 = 0 then 30 else 1 + (2500 + n) * 7 % 2500 end, 'decided',
       now() - (2500 + n) * interval '43 minutes', now() - (2490 + n) * interval '43 minutes', array['links']
  from generate_series(1, 2500) n;
insert into cases (id, kind, author_id, state, opened_at, decided_at, rules)
select 50000 + n, 'held_tagline', n, case when n < 100 then 'open' else 'decided' end, now() - n * interval '80 minutes',
       case when n < 100 then null else now() - n * interval '70 minutes' end, array['watched_words']
  from generate_series(1, 2500) n;
insert into taglines (case_id, revision, words, before, state, saved_at)
select id, 1, case when state = 'open' or id % 20 = 0 then 'A line' else '' end, 'Reads a lot', case when state = 'open' then 'held' else 'rejected' end, opened_at
  from cases where kind = 'held_tagline';
insert into cases (id, kind, article_id, author_id, state, opened_at, decided_at, rules)
select 60000 + id, 'held_article', id, posted_by, case when state = 'held' then 'open' else 'decided' end, posted_at,
       case when state = 'held' then null else posted_at + interval '1 hour' end, array['first_comments']
  from articles where id > 1500;
insert into cases (id, kind, comment_id, article_id, author_id, state, opened_at, rules)
select 70000 + row_number() over (order by id), 'held_edit', id, article_id, author_id, 'open', now(), array['edit']
  from comments where id % 40 = 23 and state = 'published' and id < 2000;
insert into case_reasons (case_id, ordinal, rule, words, evidence, added_by, added_at)
select id, 0, coalesce(rules[1], 'edit'), 'a reason', jsonb_build_array(jsonb_build_object('link', 'spam' || id % 1000 || '.example')),
       case when id % 10 = 0 then 1 + id % 2500 end, opened_at
  from cases;
insert into decisions (id, case_id, decision, reason, note, decided_by, decided_at, case_version, revision, before, after, lot)
select id, id, case when kind = 'held_comment' and comment_id > 200000 then 'reject' when id % 7 = 0 then 'remove' else 'approve' end,
       case when id % 7 = 0 then 'spam' end, 'why', 2 + id % 19, decided_at, 1, 1, '{"state": "held"}', '{"state": "published"}',
       case when id % 10 = 0 then md5('lot ' || id / 100)::uuid end
  from cases where state = 'decided' order by decided_at;
insert into log (logged_at, actor_id, action, subject_kind, subject_id, why, before, after)
select now() - (10000 - n) * interval '20 minutes', 2 + n % 19, case n % 4 when 0 then 'approve' when 1 then 'reject' when 2 then 'remove' else 'sanction' end,
       case when n % 4 = 3 then 'account' else 'comment' end, 1 + n * 3 % 20000, 'why ' || n, '{"state": "held"}', '{"state": "published"}'
  from generate_series(1, 10000) n;
insert into flags (comment_id, revision, flagged_by, reason, note, flagged_at)
select n * 7, 1, case when n % 20 = 0 then 33 else 1 + n * 3 % 2500 end, 'spam', '', now() - n * interval '80 minutes' from generate_series(1, 2600) n;
insert into sanctions (account_id, kind, reason, imposed_by, starts_at, ends_at, lifted_at)
select 1000 + n % 1300, case n % 4 when 0 then 'warned' when 1 then 'silenced' when 2 then 'suspended' else 'watched' end, 'why', 2 + n % 19, at,
       case n % 4 when 0 then at else at + interval '7 days' end, case when n % 5 = 0 then at + interval '1 day' end
  from generate_series(1, 5000) n, lateral (select now() - (5000 - n) * interval '43 minutes' as at) as times;
insert into notes (account_id, written_by, words, written_at)
select 1 + n % 2500, 2 + n % 19, 'A note', now() - n * interval '72 minutes' from generate_series(1, 3000) n;

insert into rule_hits (rule, list_id, comment_id, revision, hit_at, action, words, outcome)
select case n % 3 when 0 then 'links' when 1 then 'first_comments' else 'watched_words' end, case when n % 3 = 2 then 7 end, talk.id, 1, at,
       case when n % 2 = 0 then 'hold' else 'mark' end, 'a reason', case n % 5 when 0 then 'held' when 1 then 'rejected' else 'published' end
  from generate_series(1, 6000) n join talk on talk.id = n * 3;
insert into rule_refusals (rule, list_id, day, refused)
select 'links', n % 20, current_date - n / 20, 3 from generate_series(1, 3000) n;
insert into word_lists (id, name, action, words) values (7, 'More words', 'mark', 'x');
insert into rule_trials (id, rule, list_id, numbers, asked_at, finished_at)
select n, case when n % 2 = 0 then 'links' else 'watched_words' end, case when n % 2 = 1 then 7 end, '{}', now() - n * interval '1 hour', now()
  from generate_series(1, 2500) n;
insert into rule_trial_hits (trial_id, ordinal, comment_id, revision, outcome, words)
select 1 + n % 2500, n / 2500, n, 1, 'approved', 'a reason' from generate_series(1, 10000) n;
insert into lessons (decision_id, comment_id, revision, label, buckets, score)
select id, 5 * (id - 10000), 1, case when id % 7 = 0 then 'rejected' else 'approved' end, array[id % 20000, id % 1000], 50
  from generate_series(10001, 13700) id;
-- Learned from all but the last.
update learning set caught_up_to = (select max(id) - 3 from decisions);
insert into learned_counts (bucket, approved, rejected)
select n, n % 50, n % 20 from generate_series(1, 20000) n on conflict do nothing;

insert into events (kind, actor_id, article_id, comment_id, told_id, happened_at, drained_at)
select 'reply', author, article, id, 1 + id % 2500, at, case when id % 2000 <> 1 then at end from talk;
insert into notices (id, account_id, kind, article_id, comment_id, happened_at, read_at)
select id, case when id % 40 = 0 then 33 else 1 + id % 2500 end, 'reply', article, id, at, case when id % 3 > 0 then at end from talk;
insert into mutes (account_id, muted_id, muted_at)
select 1 + n % 2500, 1 + (n + 11 + n / 2500) % 2500, now() from generate_series(1, 4000) n;
insert into thread_mutes (account_id, article_id, muted_at)
select 1 + n % 2500, 1 + n % 2499, now() from generate_series(1, 4000) n;
insert into notice_ways (account_id, kind, way, chosen_at)
select n, kind, 'mail', now() from generate_series(1, 1200) n, unnest(array['reply', 'quote', 'decision']) kind;
insert into outbox (intent, kind, account_id, recipient, subject, paragraphs, state, next_try_at, written_at, sent_at, notice_id)
select 'notice ' || n, 'reply', 1 + n % 2500, 'a@people.example', 'A subject', '[]',
       case when n > 4990 then 'waiting' when n % 50 = 0 then 'failed' else 'sent' end, at, at, at, n
  from generate_series(1, 5000) n, lateral (select now() - (5000 - n) * interval '43 minutes' as at) as times;

insert into links (token_hash, purpose, account_id, email, made_at, expires_at)
select sha256(rpad('link ' || n, 32, '.')::bytea), (array['confirm', 'reset', 'email', 'take_back'])[1 + n % 4], 1 + n % 2500, 'a@people.example', now(),
       now() + interval '1 day'
  from generate_series(1, 4000) n;
insert into email_changes (account_id, old_email, new_email, asked_at)
select 1 + n % 2500, 'a@people.example', 'b@people.example', now() - n * interval '1 hour' from generate_series(1, 3000) n;
insert into sign_in_attempts (key_hash, tries, ends_at)
select sha256(('attempt ' || n)::bytea), 1, now() + n * interval '1 minute' from generate_series(1, 4000) n;
insert into devices (token_hash, account_id, seen_at)
select sha256(('device ' || n)::bytea), 1 + n % 2500, now() - n * interval '1 hour' from generate_series(1, 4000) n;
insert into two_steps (account_id, secret, begun_at, confirmed_at) select n, 'secret', now(), now() from generate_series(100, 2500) n where n not in (2401, 2402);
insert into recovery_codes (account_id, code_hash) select n, sha256((n || 'code' || i)::bytea) from generate_series(100, 2500) n, generate_series(1, 2) i;
insert into pending_sign_ins (token_hash, account_id, expires_at)
select sha256(('pending ' || n)::bytea), 1 + n % 2500, now() + interval '1 day' from generate_series(1, 3000) n;
insert into earlier_names (name_folded, name, account_id, given_up_at)
select translate('earlier' || n, '01', 'ol'), 'earlier' || n, n, now() - n * interval '1 hour' from generate_series(1, 2500) n;
-- One is due in a week.
insert into deletions (account_id, asked_at, due_at, words)
select n, now(), now() + case n when 2403 then interval '7 days' else n * interval '1 month' end, 'stay' from generate_series(50, 2450) n where n not in (2401, 2402);
-- What the search finds; all but the last of it was read before.
insert into search_documents (article_id, comment_id, revision, published, quoted, words)
select article_id, comments.id, comment_revisions.revision, coalesce(published_at, posted_at), quoted,
       to_tsvector('english', plain) || array_to_tsvector(
           array['#a' || author_id, '#i' || article_id] || case when comments.id % 3 = 0 then array['#q'] else '{}' end
           || (select array_agg('#' || size || '.' || (extract(epoch from posted_at)::bigint >> size)) from unnest(array[15, 17, 19, 21, 23, 25]) size))
  from comments join comment_revisions on comment_id = comments.id;
insert into search_documents (article_id, revision, published, quoted, words)
select id, revision, posted_at, 0,
       setweight(to_tsvector('english', headline), 'A') || array_to_tsvector(
           array['#article', '#a' || posted_by, '#i' || id, '#p' || publication_id]
           || (select array_agg('#' || size || '.' || (extract(epoch from posted_at)::bigint >> size)) from unnest(array[15, 17, 19, 21, 23, 25]) size))
  from articles;
update search_progress set reading = 'english_stem/1', articles_below = 0, comments_below = 0;
insert into search_waiting (comment_id) select id from comments order by id desc limit 100;
insert into search_waiting (article_id) select id from articles order by id desc limit 100;
insert into queue_feeds select 2, sha256(rpad('feed 1', 32, '.')::bytea), now();
insert into invitations (token_hash, note, allowed, used, made_by, made_at, ends_at)
select sha256(rpad('invitation ' || n, 32, '.')::bytea), 'A friend', 5, 1, 1 + n % 20, now() - n * interval '1 hour', now() + interval '1 day' from generate_series(1, 3000) n;
update accounts set invitation_id = 1 + id % 3000;

-- What is written from here on has ids of its own.
do $$ declare s record; begin
    for s in select c.oid::regclass as name from pg_class c where c.relkind = 'S' loop
        execute format('alter sequence %s restart with 1000000', s.name);
    end loop; end $$;

set session_replication_role = origin;
