select articles.id as article_id, articles.slug, articles.state as article_state, comments.id as comment_id,
       comments.state as comment_state, comments.number,
       coalesce(comments.revision, articles.revision) = documents.revision as is_current,
       articles.headline, accounts.name as author, documents.published,
       coalesce((select max(cases.id) from cases where cases.comment_id = documents.comment_id),
                (select max(cases.id) from cases where documents.comment_id is null
                    and cases.article_id = documents.article_id and cases.kind = 'held_article')) as case_id,
       coalesce(texts.plain, (select string_agg(paragraphs.plain, E'\n\n' order by ordinal) from paragraphs
           where documents.comment_id is null and paragraphs.article_id = articles.id
             and paragraphs.revision = documents.revision), '') as plain
  from unnest($1) with ordinality as wanted (id, place)
  join search_documents documents on documents.id = wanted.id
  join articles on articles.id = documents.article_id
  left join comments on comments.id = documents.comment_id
  left join comment_revisions texts on texts.comment_id = documents.comment_id and texts.revision = documents.revision
  join accounts on accounts.id = coalesce(comments.author_id, articles.posted_by)
 order by wanted.place
