-- A board of so many comments as `bench.comments` says (thousands), in threads of 1,000 each. Twenty threads are under
-- way at any time, so that a thread's comments lie scattered among those of others, as they do on a real board.
-- The seed is fixed: the same number of comments is always the same board.

select setseed(0.42);

-- No row here refers to one that is not there; to ask for each of them would take longer than all the rest.
set session_replication_role = replica;

update settings set set_up_at = '2019-01-01';

create function pg_temp.said(n integer) returns text language sql immutable as $$
    select (array[
        'The canal was dug by people who never saw a ship on it, and the books that count its cost begin a year too late.',
        'Nobody who was in the room that evening remembers the vote in the way in which the minutes have kept it.',
        'A treaty is read twice, once by those who sign it and once by those who have to live beside the border that it draws.',
        'What the paper calls a sudden turn had been announced for months, in a column on the ninth page that few people read.',
        'There is a difference between having no plan and having a plan that cannot be said aloud before an election.',
        'The figures are right as far as they go, but they leave out the harbour, where most of the money was made.',
        'It would be easier to believe the minister if the same sentence had not been in the speech of his predecessor.',
        'My grandmother kept a shop on that road, and she used to say that the tolls came before the bridge did.',
        'If the author had asked one of the farmers he would have heard that the wells were dry long before the drought.',
        'Every side in this story has a map, and on each of the maps the river takes a somewhat different course.',
        'I doubt that the two events are related, though it is true that the same bank paid for both of them.',
        'So the question is not who fired first, but who had already sent the families away a week before that.'
    ])[n]
$$;

create function pg_temp.path(thread bigint) returns text language sql immutable as $$
    select '/a/' || thread || '/the-canal-and-its-price-part-' || thread
$$;

insert into accounts (name, name_folded, email, email_folded, email_confirmed_at, password_hash, standing, tagline, joined_at)
select
    'reader' || n, 'reader' || n, 'reader' || n || '@board.example', 'reader' || n || '@board.example',
    '2019-01-01', '!', 'known', case when n % 2 = 0 then 'Reads more than is good for the eyes' else '' end, '2019-01-01'
from generate_series(1, 200) n;

insert into publications (name, name_folded, slug)
select 'The Daily ' || n, 'the daily ' || n, 'the-daily-' || n from generate_series(1, 5) n;

insert into topics (name, slug, position)
select 'Topic ' || n, 'topic-' || n, n from generate_series(1, 5) n;

insert into articles (
    publication_id, topic_id, headline, slug, byline, published_on, lead, posted_by, posted_at, key,
    last_number, comments, active_at, version
)
select
    1 + n % 5, 1 + n % 5, 'The canal and its price, part ' || n, 'the-canal-and-its-price-part-' || n,
    'A. Writer', '2020-01-01', pg_temp.said(1), 1 + n % 200, opened, md5('thread ' || n)::uuid,
    1000, 1000, opened + interval '20 hours', 1001
from
    generate_series(1, current_setting('bench.comments')::bigint / 1000) n,
    lateral (select timestamptz '2020-01-01' + n * interval '1 hour' as opened) as times;

insert into article_revisions (article_id, revision, source, renderer, saved_by, saved_at)
select id, 1, pg_temp.said(1), 1, posted_by, posted_at from articles;

insert into paragraphs (article_id, revision, ordinal, html, plain)
select id, 1, n, '<p dir="auto">' || words || '</p>', words
from
    articles,
    generate_series(1, 4) n,
    lateral (select pg_temp.said(n) || ' ' || pg_temp.said(n + 4) || ' ' || pg_temp.said(n + 8) as words) as texts;

-- Who says what, and whom it answers or quotes, before any of it is written out. The second comment of a thread is
-- always by account 2, the member whose page is measured.
create temp table talk as
select row_number() over (order by at, thread) as id, *
from (
    select
        thread,
        number,
        case when number = 2 then 2 else 1 + floor(random() * 200)::integer end as author,
        1 + floor(random() * 12)::integer as first,
        1 + floor(random() * 8)::integer as then,
        case when number % 3 = 0 then greatest(1, number - 1 - floor(random() * 30)::integer) end as quoted,
        case when number % 3 <> 1 then greatest(1, number - 1 - floor(random() * 10)::integer) end as reply_to,
        timestamptz '2020-01-01' + thread * interval '1 hour' + number * interval '72 seconds' as at
    from generate_series(1, current_setting('bench.comments')::bigint / 1000) thread, generate_series(1, 1000) number
) as talk;

create unique index on talk (thread, number);
analyze talk;

insert into comments (
    id, article_id, number, author_id, reply_to, state, body_html, posted_at, published_at, key,
    recommendations, quoted, replies
)
select
    talk.id, talk.thread, talk.number, talk.author, talk.reply_to, 'published',
    case when source.id is null then '' else
        '<figure class="quote" data-fidelity="verbatim" data-source="#' || source.number || '"><figcaption><a href="'
        || pg_temp.path(source.thread) || case when source.number > 50 then '?page=' || (source.number + 49) / 50 else '' end
        || '#c' || source.number || '">reader' || source.author || ', #' || source.number
        || '</a> <span class="verbatim">✓ verbatim</span></figcaption><blockquote dir="auto"><p dir="auto">'
        || pg_temp.said(source.first) || '</p></blockquote></figure>' || E'\n'
    end
    || '<p dir="auto">' || pg_temp.said(talk.first) || ' ' || pg_temp.said(talk.then) || ' ' || pg_temp.said(talk.then + 1)
    || E'</p>\n<p dir="auto">' || pg_temp.said(talk.then + 2) || ' ' || pg_temp.said(talk.then + 4) || '</p>',
    talk.at, talk.at, md5('comment ' || talk.id)::uuid,
    case when talk.number % 10 = 0 then 2 else 0 end, coalesce(quoting.times, 0), coalesce(replying.times, 0)
from
    talk
    left join talk as source on source.thread = talk.thread and source.number = talk.quoted
    left join (select thread, quoted, count(*) as times from talk group by thread, quoted) as quoting
        on quoting.thread = talk.thread and quoting.quoted = talk.number
    left join (select thread, reply_to, count(*) as times from talk group by thread, reply_to) as replying
        on replying.thread = talk.thread and replying.reply_to = talk.number
order by talk.id;

select setval(pg_get_serial_sequence('comments', 'id'), (select max(id) from talk));

-- Made by a renderer that is newer than any, so that none is rendered anew while it is measured.
insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at)
select id, 1, 'published', words, words, words, words, 1000, author, at
from talk, lateral (select 'comment ' || id as words) as texts
order by id;

insert into quotes (comment_id, revision, ordinal, source_kind, source_id, source_revision, exact, start, fidelity)
select talk.id, 1, 0, 'comment', source.id, 1, pg_temp.said(source.first), 0, 'verbatim'
from talk join talk as source on source.thread = talk.thread and source.number = talk.quoted
order by talk.id;

insert into recommendations (comment_id, account_id, recommended_at)
select id, 1 + (author + n * 70) % 200, at
from talk, generate_series(1, 2) n
where number % 10 = 0;

update articles set last_comment_by = talk.author
from talk
where talk.thread = articles.id and talk.number = 1000;
