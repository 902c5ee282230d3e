set local lock_timeout = '5s';

-- In how many texts that moderators approved or rejected a word stands, or two beside each other, or another feature: by
-- a number that is made of it, for the words themselves are not kept. Number 0 stands for any text; whoever changes
-- counts takes its row first, so that of two who do, one waits.
create table learned_counts (
    bucket integer primary key,
    approved integer not null default 0 check (approved >= 0),
    rejected integer not null default 0 check (rejected >= 0)
) with (fillfactor = 80);

insert into learned_counts (bucket) values (0);

-- What a decision taught, so that exactly this is taken back with it. A text counts once, as it was last decided: an
-- earlier lesson of it is superseded, and in force again when the later decision is taken back. The score is that of the
-- text before it was learned from, from 0 to 100; none where there was not enough to go by.
create table lessons (
    decision_id bigint primary key,
    comment_id bigint not null,
    revision integer not null,
    label text not null check (label in ('approved', 'rejected')),
    buckets integer[] not null,
    score smallint,
    superseded_by bigint
);

create index lessons_of_text on lessons (comment_id, revision);
create index lessons_superseded on lessons (superseded_by) where superseded_by is not null;
create index lessons_scored on lessons (decision_id desc) where score is not null and superseded_by is null;

-- By which features the counts were made, and up to which decision those of before were learned from.
create table learning (
    only_row boolean primary key default true check (only_row),
    features smallint not null default 1,
    caught_up_to bigint not null default 0
);

insert into learning default values;

-- It holds or sorts; a score alone never refuses.
alter table rules drop constraint rules_action_check, add constraint rules_action_check check (
    action in ('hold', 'refuse', 'mark', 'sort') and (action <> 'sort' or kind = 'learned')
    and (kind <> 'learned' or action in ('hold', 'sort')));

-- It is off: a process of the version before reads only what is on, and does not know it.
insert into rules (kind, position, enabled, action, numbers) values ('learned', 79, false, 'sort', '{"percent": 90}');
