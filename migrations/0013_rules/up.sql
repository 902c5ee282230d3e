set local lock_timeout = '5s';

create table rules (
    kind text primary key,
    position integer not null unique,
    enabled boolean not null,
    action text not null check (action in ('hold', 'refuse')),
    numbers jsonb not null default '{}'
);

insert into rules (kind, position, enabled, action, numbers) values
    ('too_fast', 1, true, 'refuse', '{"texts": 6, "minutes": 5}'),
    ('silenced', 2, true, 'hold', '{}'),
    ('first_comments', 3, true, 'hold', '{"comments": 1}'),
    ('links', 4, true, 'hold', '{"new": 0, "known": 2}'),
    ('watched_words', 5, true, 'hold', '{"words": ["idiot", "moron", "numbskull"]}'),
    ('same_text', 6, true, 'hold', '{}'),
    ('mostly_quotation', 7, true, 'hold', '{"percent": 85, "characters": 400}'),
    ('capitals', 8, true, 'hold', '{"percent": 60, "letters": 60}');
