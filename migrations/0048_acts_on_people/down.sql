drop index comments_by_author_and_time;
drop index sanctions_by_lifter;
drop index sanctions_by_imposer;
drop index sanctions_to_end;
drop index sanctions_of_account;
alter table sanctions drop column lift_reason, drop column lifted_by, drop column code;
alter table sanctions drop constraint sanctions_warned_check;
delete from sanctions where kind in ('warned', 'watched');
alter table sanctions drop constraint sanctions_kind_check, add constraint sanctions_kind_check check (kind in ('silenced', 'suspended'));
