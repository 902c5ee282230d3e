-- What a board has beside the comments that were copied into it: their writers, their threads, and what waits. Threads
-- have 1,000 comments each, twenty of them under way at any time; after them there is a long one, on large boards, and
-- threads without comments, to write in.

-- No row here refers to one that is not there; to ask for each of them would take longer than all the rest.
set session_replication_role = replica;

update settings set set_up_at = '2019-01-01';

-- Members write as fast as they can while it is measured.
update rules set enabled = false where kind in ('too_fast', 'too_many', 'same_text', 'first_comments');

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

insert into accounts (name, name_folded, email, email_folded, email_confirmed_at, password_hash, role, standing, tagline, joined_at)
select
    'reader' || n, 'reader' || n, 'reader' || n || '@board.example', 'reader' || n || '@board.example',
    '2019-01-01', '!', case when n = 201 then 'moderator' else 'member' end, 'known',
    case when n % 2 = 0 then 'Reads more than is good for the eyes' else '' end, '2019-01-01'
from generate_series(1, 201) n;

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
    said, said, opened + said * interval '72 seconds', 1 + said
from
    (values (
        current_setting('bench.threads')::integer, current_setting('bench.long')::integer,
        current_setting('bench.to_write_in')::integer
    )) as sizes (threads, long, to_write_in),
    generate_series(1, threads + 1 + to_write_in) n,
    lateral (select
        case when n <= threads then timestamptz '2020-01-01' + n * interval '1 hour' else '2020-01-01' end as opened,
        case when n <= threads then 1000 when n = threads + 1 then long else 0 end as said
    ) as each;

update articles set active_at = (select max(posted_at) from comments where id > current_setting('bench.comments')::bigint - 100)
where id = current_setting('bench.threads')::bigint + 1 and comments > 0;

update articles set last_comment_by = comments.author_id
from comments
where articles.last_number > 0 and comments.article_id = articles.id and comments.number = articles.last_number;

insert into article_revisions (article_id, revision, source, renderer, saved_by, saved_at)
select id, 1, pg_temp.said(1), 1, posted_by, posted_at from articles;

insert into paragraphs (article_id, revision, ordinal, html, plain)
select id, 1, n, '<p dir="auto">' || words || '</p>', words
from
    articles,
    generate_series(1, 4) n,
    lateral (select pg_temp.said(n) || ' ' || pg_temp.said(n + 4) || ' ' || pg_temp.said(n + 8) as words) as texts;

select setval(pg_get_serial_sequence('comments', 'id'), current_setting('bench.comments')::bigint);

-- What waits for the moderators, in the first threads.
with held as (
    insert into comments (article_id, author_id, state, body_html, posted_at, key)
    select
        1 + n % 10, 100 + n % 50, 'held', '<p dir="auto">' || pg_temp.said(1 + n % 12) || '</p>',
        now() - n * interval '1 hour', md5('waits ' || n)::uuid
    from generate_series(1, current_setting('bench.waiting')::integer) n
    returning id, article_id, author_id, posted_at, body_html
), texts as (
    insert into comment_revisions (
        comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at, fingerprints
    )
    select
        id, 1, 'held', 'Number ' || id || ' waits.', 'Number ' || id || ' waits.', 'number ' || id || ' waits',
        body_html, 1000, author_id, posted_at, '{}'
    from held
), opened as (
    insert into cases (kind, comment_id, article_id, author_id, opened_at, weight, rules)
    select 'held_comment', id, article_id, author_id, posted_at, 1 + id % 5, array['first_comments'] from held
    returning id, opened_at
)
insert into case_reasons (case_id, ordinal, rule, words, added_at)
select id, 0, 'first_comments', 'first comment of a new member', opened_at from opened;

set session_replication_role = origin;
