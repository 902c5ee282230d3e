//! Many comments that wait, made at once; and people who come again.

use super::{Article, Board, Person};
use rejoinder::accounts::{Account, Member, by_name};

impl Board {
    /// So many comments of somebody wait in a thread, a second apart, each held by a rule of its own turn.
    pub async fn many_wait(&self, article: &Article, author: &Person, many: usize) {
        let (article, author, now) = (article.id, author.member().id, self.clock.now());
        self.sql(&format!(
            "with held as (
                insert into comments (article_id, author_id, state, body_html, posted_at, key)
                select {article}, {author}, 'held', '<p>Held ' || n || '</p>', timestamptz '{now}' - n * interval '1 second', gen_random_uuid()
                  from generate_series(1, {many}) n returning id, posted_at
             ), texts as (
                insert into comment_revisions (comment_id, revision, state, source, plain, folded, html, renderer, saved_by, saved_at)
                select id, 1, 'held', 'Held ' || id, 'Held ' || id, 'held ' || id, '<p>Held ' || id || '</p>', 1000, {author}, posted_at from held
             ), opened as (
                insert into cases (kind, comment_id, article_id, author_id, opened_at, weight, rules)
                select 'held_comment', id, {article}, {author}, posted_at, 1 + id % 5,
                       array[case id % 3 when 0 then 'links' when 1 then 'first_comments' else 'capitals' end]
                  from held returning id, rules, opened_at
             )
             insert into case_reasons (case_id, ordinal, rule, words, added_at)
             select id, 0, rules[1], 'a reason', opened_at from opened"
        ))
        .await;
    }
}

impl Board {
    /// The member of this name, signed in with a browser of their own.
    pub async fn signed_in_as(&self, name: &str) -> Person {
        let found = by_name(&self.db().await, name).await.expect("an answer").expect(name);
        let Account { id, name, role, standing, .. } = found;
        self.signed_in(Member { id, name, role, standing, barred: false }).await
    }
}
