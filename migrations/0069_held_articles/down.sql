delete from notices where kind = 'decision' and comment_id is null and article_id is not null;
alter table notices drop constraint notices_about_check, add constraint notices_about_check check (
    (kind = 'sanction') = (sanction_id is not null) and (kind in ('decision', 'sanction') or comment_id is not null)
    and (kind <> 'sanction' or comment_id is null) and (comment_id is null) = (article_id is null)) not valid;
-- What was decided is only ever added to; here it goes with what it was about.
alter table decisions disable trigger user;
delete from decisions using cases where cases.id = decisions.case_id and cases.kind = 'held_article';
alter table decisions enable trigger user;
delete from cases where kind = 'held_article';
drop index cases_of_held_article, cases_one_open_article;
alter table cases drop constraint cases_about_check, add constraint cases_about_check check (
    (kind = 'held_tagline') = (comment_id is null) and (comment_id is null) = (article_id is null)) not valid;
alter table cases drop constraint cases_kind_check, add constraint cases_kind_check check (
    kind in ('held_comment', 'held_edit', 'flagged_comment', 'appeal', 'held_tagline')) not valid;
-- An older program knows no article that was rejected.
update articles set state = 'removed' where state = 'rejected';
drop index articles_to_erase, article_revisions_to_erase, articles_unseen, articles_sent;
alter table article_revisions drop column shown;
alter table articles drop column erased_at, drop column sent_at;
alter table articles drop constraint articles_state_check, add constraint articles_state_check check (
    state in ('published', 'held', 'removed')) not valid;
