delete from notices where kind = 'decision' and comment_id is null;
alter table notices drop constraint notices_about_check, add constraint notices_about_check check ((kind = 'sanction') = (sanction_id is not null) and (kind = 'sanction') = (comment_id is null) and (comment_id is null) = (article_id is null)) not valid;
drop table taglines;
drop index cases_of_taglines, cases_one_open_tagline;
-- What was decided is only ever added to; here it goes with what it was about.
alter table decisions disable trigger user;
delete from decisions using cases where cases.id = decisions.case_id and cases.kind = 'held_tagline';
alter table decisions enable trigger user;
delete from cases where kind = 'held_tagline';
alter table cases drop constraint cases_about_check;
alter table cases drop constraint cases_kind_check, add constraint cases_kind_check check (
    kind in ('held_comment', 'held_edit', 'flagged_comment', 'appeal')) not valid;
alter table cases alter column article_id set not null;
alter table cases alter column comment_id set not null;
