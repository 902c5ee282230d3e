set local lock_timeout = '5s';

alter table rules drop constraint rules_action_check, add constraint rules_action_check check (action in ('hold', 'refuse', 'mark'));

-- Raised by every change of what the rules are, whoever makes it: a process that holds them compiled looks at this.
create table rulebook (
    only_row boolean primary key default true check (only_row),
    version uuid not null default gen_random_uuid()
);

insert into rulebook default values;

create function raise_rulebook() returns trigger language plpgsql as $$
begin
    update rulebook set version = gen_random_uuid();
    return null;
end
$$;

create trigger rules_change before insert or update or delete or truncate on rules
    for each statement execute function raise_rulebook();

update rules set position = position + 1000;
update rules set position = 10 * (position - 1000);

-- All of them are off: a process of the version before reads only what is on, and does not know these. The program of
-- this version asks those that follow what moderators decided (watched_member, moderated_article) nevertheless.
insert into rules (kind, position, enabled, action, numbers) values
    ('too_many', 11, false, 'refuse', '{"hour": 20, "day": 60}'),
    ('watched_member', 21, false, 'hold', '{}'),
    ('moderated_article', 22, false, 'hold', '{}'),
    ('blocked_domains', 31, false, 'refuse', '{"domains": []}'),
    ('shorteners', 32, false, 'hold', '{"domains": ["bit.ly", "bl.ink", "buff.ly", "clck.ru", "cutt.ly", "dlvr.it", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd"]}'),
    ('one_source', 71, false, 'hold', '{"percent": 50, "characters": 1500}'),
    ('old_article', 81, false, 'hold', '{"days": 365}');

update rules set numbers = numbers || '{"days": 30, "characters": 40}' where kind = 'same_text';
update rules set numbers = numbers || '{"domains": []}' where kind = 'links';
