drop trigger rules_change on rules;
drop function raise_rulebook;
drop table rulebook;
delete from rules where kind in ('too_many', 'watched_member', 'moderated_article', 'blocked_domains', 'shorteners',
    'one_source', 'old_article');
update rules set action = 'hold' where action = 'mark';
update rules set numbers = numbers - 'days' - 'characters' where kind = 'same_text';
update rules set numbers = numbers - 'domains' where kind = 'links';
alter table rules drop constraint rules_action_check, add constraint rules_action_check check (action in ('hold', 'refuse'));
update rules set position = 1000 + position;
update rules set position = ranked.rank
    from (select kind, row_number() over (order by position) as rank from rules) as ranked
    where ranked.kind = rules.kind;
