delete from rules where kind = 'learned';
alter table rules drop constraint rules_action_check, add constraint rules_action_check check (action in ('hold', 'refuse', 'mark'));
drop table learning;
drop table lessons;
drop table learned_counts;
