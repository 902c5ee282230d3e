set local lock_timeout = '5s';

-- An article may wait for a moderator, not be taken, or be taken away again. What stands there fits already, so it is not
-- read again. When it was sent is told apart from when readers saw it first; what was rejected is erased in time. Its link
-- is folded once readers see it, so that several may wait with one link, and one thread has it.
alter table articles drop constraint articles_state_check, add constraint articles_state_check check (
    state in ('published', 'held', 'rejected', 'removed')) not valid;
alter table articles
    add column sent_at timestamptz,
    add column erased_at timestamptz;

-- A text that was corrected while nobody saw the article is nobody's to read in its history.
alter table article_revisions add column shown boolean not null default true;

create index articles_sent on articles (posted_by, sent_at);
create index articles_unseen on articles (posted_by, id desc) where state <> 'published' and erased_at is null;
create index article_revisions_to_erase on article_revisions (saved_at) where not shown and headline is not null;
create index articles_to_erase on articles (id) where state = 'rejected' and erased_at is null;

-- A case may be about an article itself, and no comment.
alter table cases drop constraint cases_kind_check, add constraint cases_kind_check check (
    kind in ('held_comment', 'held_edit', 'flagged_comment', 'appeal', 'held_tagline', 'held_article')) not valid;
alter table cases drop constraint cases_about_check, add constraint cases_about_check check (
    (kind in ('held_tagline', 'held_article')) = (comment_id is null)
    and (kind = 'held_tagline') = (article_id is null)) not valid;
create unique index cases_one_open_article on cases (article_id) where kind = 'held_article' and state = 'open';
create index cases_of_held_article on cases (article_id, id desc) where kind = 'held_article';

-- And so may a notice of the decision.
alter table notices drop constraint notices_about_check, add constraint notices_about_check check (
    (kind = 'sanction') = (sanction_id is not null) and (kind in ('decision', 'sanction') or comment_id is not null)
    and (kind <> 'sanction' or article_id is null) and (comment_id is null or article_id is not null)) not valid;
