set local lock_timeout = '5s';

-- The numbers of the first three comments of the same thread that quote a comment; null where nobody has counted them
-- since this column came, and then they are looked up.
alter table comments add column quoters integer[];
