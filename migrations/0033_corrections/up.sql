set local lock_timeout = '5s';

-- What an article's head said at a revision; nothing for a first text that was never corrected.
alter table article_revisions
    add column headline text,
    add column publication text,
    add column link text,
    add column byline text,
    add column published_on date;

alter table articles add column corrected_at timestamptz;

-- These words mean other pages below an article's address now.
update articles set slug = slug || '-thread' where slug in ('edit', 'history');
