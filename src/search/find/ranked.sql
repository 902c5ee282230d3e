-- $1 what the index is asked, $2 what the texts are asked, $3 whose headlines count from all time, $4 the words of the rank,
-- $5 nothing before this, $6 and $7 the stretch, $8 whether all is found, $9 the most that is ranked.
--
-- A headline weighs ten times as much as a word of a text; each year makes the rank half as high, a third, …; quotes of
-- the text raise it.
with found as materialized (
    select id, article_id, comment_id, revision, published, quoted, words from search_documents
     where words @@ $1::tsquery and published < $7 and ($5 is null or published >= $5)
       and (published >= $6 or words @@ $3::tsquery)
     limit $9
), ranked as (
    select id, article_id, comment_id, revision,
           (1e9 * coalesce(ts_rank('{0.1, 0.2, 0.4, 1}', words, $4::tsquery, 1), 0.1) * (1 + 0.35 * ln(1 + greatest(quoted, 0)))
                / (1 + extract(epoch from $7 - published)::double precision / 31557600))::bigint as rank
      from found where words @@ $2::tsquery
     order by rank desc, id desc offset 0
)
select rank, ranked.id as row from ranked
  join articles on articles.id = ranked.article_id
  left join comments on comments.id = ranked.comment_id
 where ($8 or (articles.state = 'published'
               and case when ranked.comment_id is null then articles.revision else comments.revision end = ranked.revision
               and (ranked.comment_id is null or comments.state = 'published')))
   and comments.state is distinct from 'deleted' and articles.erased_at is null
