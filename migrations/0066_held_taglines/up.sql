set local lock_timeout = '5s';

-- A case may be about the line that a member says under their name: it is in no thread, and no comment. What stands there
-- fits already, so it is not read again.
alter table cases alter column comment_id drop not null;
alter table cases alter column article_id drop not null;
alter table cases drop constraint cases_kind_check, add constraint cases_kind_check check (
    kind in ('held_comment', 'held_edit', 'flagged_comment', 'appeal', 'held_tagline')) not valid;
alter table cases add constraint cases_about_check check (
    (kind = 'held_tagline') = (comment_id is null) and (comment_id is null) = (article_id is null)) not valid;
create unique index cases_one_open_tagline on cases (author_id) where kind = 'held_tagline' and state = 'open';
create index cases_of_taglines on cases (author_id, id desc) where kind = 'held_tagline';

-- The lines that a case is about: the last one is to be decided on. What stood before is kept beside it, for whoever takes
-- the decision back.
create table taglines (
    case_id bigint not null references cases on delete cascade,
    revision integer not null,
    words text not null check (char_length(words) <= 120),
    before text not null,
    state text not null check (state in ('held', 'published', 'rejected', 'deleted')),
    saved_at timestamptz not null,
    primary key (case_id, revision)
);

-- A notice of a decision on a tagline is about no comment, either.
alter table notices drop constraint notices_about_check, add constraint notices_about_check check (
    (kind = 'sanction') = (sanction_id is not null) and (kind in ('decision', 'sanction') or comment_id is not null)
    and (kind <> 'sanction' or comment_id is null) and (comment_id is null) = (article_id is null)) not valid;
