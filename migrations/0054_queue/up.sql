set local lock_timeout = '5s';

-- What the list of the queue is sorted and filtered by stands in the case itself, so that a page of it costs the rows
-- that it shows, however many wait.
alter table cases
    add column weight integer not null default 0,
    add column rules text[] not null default '{}';

update cases set weight = given.weight, rules = given.rules
  from (select case_id, array_agg(distinct rule) as rules,
               sum(case rule when 'edit' then 0 when 'first_comments' then 1 when 'capitals' then 1 when 'flag' then 3
                             when 'silenced' then 3 when 'links' then 3 when 'watched_words' then 3 else 2 end) as weight
          from case_reasons group by case_id) as given
 where cases.id = given.case_id and cases.state = 'open';

create index cases_by_weight on cases (weight desc, opened_at, id) where state = 'open';
create index cases_of_kind on cases (kind, opened_at, id) where state = 'open';
create index cases_of_article on cases (article_id, opened_at, id) where state = 'open';
create index cases_by_rule on cases using gin (rules) where state = 'open';
create index cases_claimed on cases (claimed_by, claimed_until) where state = 'open' and claimed_by is not null;
create index cases_opened on cases (opened_at);
