drop index cases_one_appeal, decisions_of_lot, decisions_once;
alter table cases drop column not_for;
alter table cases drop constraint cases_kind_check;
alter table cases add constraint cases_kind_check
    check (kind in ('held_comment', 'held_edit', 'flagged_comment')) not valid;
alter table decisions drop column key, drop column lot;
alter table decisions drop constraint decisions_decision_check;
alter table decisions add constraint decisions_decision_check
    check (decision in ('approve', 'reject', 'remove', 'restore', 'ignore', 'undo')) not valid;
