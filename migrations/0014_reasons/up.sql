set local lock_timeout = '5s';

create table reasons (
    code text primary key check (code ~ '^[a-z][a-z-]{1,30}$'),
    position integer not null,
    label text not null,
    told_author text not null
);

insert into reasons (code, position, label, told_author) values
    ('off-topic', 1, 'Off topic', 'It is not about what this thread discusses.'),
    ('abuse', 2, 'Abuse', 'It attacks a person rather than what they say.'),
    ('harassment', 3, 'Harassment', 'It goes after one person again and again.'),
    ('spam', 4, 'Spam', 'It advertises something or repeats itself for effect.'),
    ('illegal', 5, 'Illegal', 'We may not publish it by law.'),
    ('private', 6, 'Private data', 'It shows somebody’s private data.'),
    ('copyright', 7, 'Copyright', 'It gives more of somebody’s work than may be quoted.'),
    ('repeat', 8, 'Said before', 'The same text already stands on this board.'),
    ('other', 9, 'Other', 'A moderator decided against it.');
