set local lock_timeout = '5s';

-- More can be decided: approve with an edit, ask for a revision. What stands there fits already, so it is not read again.
alter table decisions drop constraint decisions_decision_check, add constraint decisions_decision_check check (
    decision in ('approve', 'edit', 'revise', 'reject', 'remove', 'restore', 'ignore', 'undo')) not valid;

-- A form that is sent twice is one decision; decisions made at one stroke are taken back at one stroke.
alter table decisions add column key uuid, add column lot uuid;
create unique index decisions_once on decisions (case_id, key) where key is not null;
create index decisions_of_lot on decisions (lot, id) where lot is not null;

-- An appeal is a case of its own kind; it is not for who decided before, where there is somebody else.
alter table cases drop constraint cases_kind_check, add constraint cases_kind_check check (
    kind in ('held_comment', 'held_edit', 'flagged_comment', 'appeal')) not valid;
alter table cases add column not_for bigint references accounts on delete set null;
create unique index cases_one_appeal on cases (comment_id) where kind = 'appeal';
