set local lock_timeout = '5s';

-- By what feeds name the board and all that stands in it, whatever its address is.
alter table settings add column identity uuid not null default gen_random_uuid();

-- When another text of a comment was last shown, also where that was the first one again.
alter table comments add column changed_at timestamptz;

-- The newest articles of a publication and of a topic, and those that were taken away.
create index articles_new_of_publication on articles (publication_id, posted_at desc, id desc) where state = 'published';
create index articles_new_of_topic on articles (topic_id, posted_at desc, id desc) where state = 'published';
create index articles_taken_away on articles (posted_at desc) where state = 'removed';
