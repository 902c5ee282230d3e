//! The example is posted in one transaction, in the order of its times, through the verbs of the rooms.

use super::data::{self, CRABBED_ONE, CrabbedOne, PUBLICATIONS, Person, Reading, Spoken, Thread, Waiting};
use crate::accounts::{
    JoinRefused, Member, NewMember, Profile, ProfileRefused, Ruling, Standing, Writing, change_profile, join,
};
use crate::articles::{self, NewArticle, PostRefused, TopicRefused};
use crate::comments::{
    self, Draft, EditRefused, Edited, NewText, Posted, RecommendRefused, ReplyRefused, edit, recommend, reply,
};
use crate::db::{self, ArticleId, Board, CommentId, Conn, Timestamp};
use crate::moderation::{self, Deciding, Decision, Flag, FlagRefused, flag};
use crate::quotes::Limits;
use crate::web::{Role, text};
use diesel_async::AsyncConnection;
use std::collections::BTreeMap;
use time::Duration;
use uuid::Uuid;

/// What was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Articles.
    pub articles: usize,
    /// Members, CrabbedOne and the moderator included, the newcomers not.
    pub members: usize,
    /// Published comments.
    pub comments: usize,
    /// Cases that wait.
    pub waiting: usize,
}

/// Why the example could not be posted. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// It is there already, or a member has a name of it.
    #[error("the example could not be posted: {0} (has it been posted before?)")]
    Members(#[from] JoinRefused),
    /// Its files.
    #[error(transparent)]
    Reading(#[from] Reading),
    /// A text of it was not taken as it should be.
    #[error("the example’s {which} was refused: {why}")]
    Refused {
        /// Which.
        which: String,
        /// The sentence.
        why: String,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] diesel::result::Error),
}

struct Stage<'a> {
    db: &'a Conn,
    now: Timestamp,
    board: Board,
    people: BTreeMap<String, Member>,
    threads: BTreeMap<&'static str, (ArticleId, Vec<CommentId>)>,
}

/// Posts the example discussion as if it had happened in the last weeks; nothing if any of it is refused.
///
/// # Errors
/// [`ExampleError`].
pub async fn post(db: &mut Conn, password_hash: &str, now: Timestamp) -> Result<Summary, ExampleError> {
    db.transaction(async |db| {
        let his = CrabbedOne::read(CRABBED_ONE, &PUBLICATIONS)?;
        let board = Board { article_posters: db::ArticlePosters::New, ..db::board(db).await? };
        let mut stage = Stage { db, now, board, people: BTreeMap::new(), threads: BTreeMap::new() };
        let members = stage.people_join(&his, password_hash).await?;
        let threads = data::threads(&his)?;
        stage.topics(&threads).await?;
        let comments = stage.talk(&threads).await?;
        stage.recommend().await?;
        let waiting = stage.queue(password_hash).await?;
        Ok(Summary { articles: threads.len(), members, comments, waiting })
    })
    .await
}

impl Stage<'_> {
    async fn people_join(&mut self, his: &CrabbedOne<'_>, hash: &str) -> Result<usize, ExampleError> {
        let mut people = data::members()?;
        people.push(Person {
            name: his.name.to_owned(),
            tagline: his.tagline.to_owned(),
            about: String::new(),
            role: String::new(),
        });
        for (person, days) in people.iter().zip(60..) {
            // Some are new when they first speak, so that their first comment waits for the moderator.
            let standing =
                if days % 3 == 1 && person.role.is_empty() { Standing::New } else { Standing::Known };
            self.enter(person, standing, hash, self.now - Duration::days(days)).await?;
        }
        Ok(people.len())
    }

    async fn enter(
        &mut self,
        person: &Person,
        standing: Standing,
        password_hash: &str,
        at: Timestamp,
    ) -> Result<(), ExampleError> {
        let role = if person.role == "moderator" { Role::Moderator } else { Role::Member };
        let email = format!("{}@people.example", person.name.to_lowercase());
        let new =
            NewMember { name: &person.name, email: &email, password_hash, role, standing, confirmed: true };
        let member = join(self.db, new, at).await?;
        let profile = Profile { tagline: &person.tagline, about: &person.about };
        change_profile(self.db, &member, profile, async |_| Ok(Ruling::Stands))
            .await
            .map_err(|why: ProfileRefused| refused(&format!("profile of {}", person.name), &why))?;
        self.people.insert(person.name.clone(), member);
        Ok(())
    }

    async fn topics(&self, threads: &[(&'static str, Thread)]) -> Result<(), ExampleError> {
        let mut known: Vec<&str> = Vec::new();
        for (_, thread) in threads {
            if known.contains(&thread.topic.as_str()) {
                continue;
            }
            known.push(&thread.topic);
            match articles::add_topic(self.db, &thread.topic).await {
                Ok(_) | Err(TopicRefused::Taken) => {}
                Err(why) => return Err(refused(&format!("topic {}", thread.topic), &why)),
            }
        }
        Ok(())
    }

    /// Articles and comments in the order of their times, as if nobody knew what the others would say.
    async fn talk(&mut self, threads: &[(&'static str, Thread)]) -> Result<usize, ExampleError> {
        let mut said: Vec<(Timestamp, &'static str, &Thread, Option<&Spoken>)> = Vec::new();
        for (name, thread) in threads {
            let mut at = self.now - Duration::hours(thread.hours_ago);
            said.push((at, name, thread, None));
            for comment in &thread.comments {
                at += Duration::minutes(comment.minutes);
                said.push((at.min(self.now), name, thread, Some(comment)));
            }
        }
        said.sort_by_key(|(at, ..)| *at);
        let mut comments = 0;
        for (at, name, thread, spoken) in said {
            match spoken {
                None => self.post_article(name, thread, at).await?,
                Some(comment) => {
                    self.say(name, comment, at).await?;
                    comments += 1;
                }
            }
        }
        Ok(comments)
    }

    async fn post_article(
        &mut self,
        name: &'static str,
        thread: &Thread,
        at: Timestamp,
    ) -> Result<(), ExampleError> {
        let topics = articles::topics(self.db).await?;
        let topic = topics.into_iter().find(|topic| topic.name == thread.topic).map(|topic| topic.slug);
        let new = NewArticle {
            headline: thread.headline.clone(),
            publication: thread.publication.clone(),
            link: thread.link.clone(),
            byline: thread.byline.clone(),
            published_on: thread.published_on.clone(),
            topic: topic.unwrap_or_default(),
            text: text(&thread.text),
        };
        let posted = articles::post(self.db, self.writing(&thread.posted_by, at)?, &new, &self.board).await;
        let (articles::Posted::New(id) | articles::Posted::Again(id)) =
            posted.map_err(|why: PostRefused| refused(&format!("article {name}"), &why))?;
        self.threads.insert(name, (id, Vec::new()));
        Ok(())
    }

    async fn say(&mut self, name: &'static str, comment: &Spoken, at: Timestamp) -> Result<(), ExampleError> {
        let (article, said) = self.thread(name)?;
        let which = format!("comment #{} of {name}", said.len() + 1);
        let body = text(&comment.body);
        let draft = draft((*article, comment.reply_to), &body);
        let posted = reply(self.db, self.writing(&comment.by, at)?, &draft).await;
        match posted.map_err(|why: ReplyRefused| refused(&which, &why))? {
            Posted::Published(id) => {
                if let Some((_, said)) = self.threads.get_mut(name) {
                    said.push(id);
                }
                Ok(())
            }
            Posted::Held(id) => {
                self.approve(name, (&comment.by, id), at + Duration::minutes(2 + comment.minutes % 9)).await
            }
            Posted::Already(_) => Err(refused(&which, &"it was there")),
        }
    }

    /// The moderator has looked at somebody's first comment.
    async fn approve(
        &mut self,
        name: &'static str,
        (by, id): (&str, CommentId),
        at: Timestamp,
    ) -> Result<(), ExampleError> {
        let moderator = self.people.values().find_map(Member::as_moderator);
        let moderator = moderator.ok_or_else(|| refused("queue", &"there is no moderator"))?;
        let waiting = moderation::case_of(self.db, id).await?;
        let (case, version) = waiting.ok_or_else(|| refused("queue", &"there is no case"))?;
        let deciding = Deciding::of(case, Decision::Approve, (version, 1));
        moderation::decide(self.db, &moderator, deciding, at)
            .await
            .map_err(|why| refused("approval", &why))?;
        if let Some((_, said)) = self.threads.get_mut(name) {
            said.push(id);
        }
        if let Some(author) = self.people.get_mut(by) {
            author.standing = Standing::Known;
        }
        Ok(())
    }

    /// Some comments are recommended, the early ones of a thread more often.
    async fn recommend(&self) -> Result<(), ExampleError> {
        let people: Vec<&Member> = self.people.values().collect();
        for (_, said) in self.threads.values() {
            for (index, id) in said.iter().enumerate() {
                let many = (index * 7 + said.len()) % 11 / (1 + index / 12);
                for person in people.iter().cycle().skip(index * 5).step_by(3).take(many.min(9)) {
                    let writing = Writing { author: person, now: self.now, key: Uuid::nil() };
                    match recommend(self.db, writing, *id).await {
                        Ok(_) | Err(RecommendRefused::Own) => {}
                        Err(why) => return Err(refused("recommendation", &why)),
                    }
                }
            }
        }
        Ok(())
    }

    async fn queue(&mut self, hash: &str) -> Result<usize, ExampleError> {
        let queue = data::queue()?;
        for newcomer in &queue.newcomers {
            self.enter(newcomer, Standing::New, hash, self.now - Duration::minutes(55)).await?;
        }
        for (case, minutes) in queue.cases.iter().zip((1..=queue.cases.len()).rev()) {
            let minutes = i64::try_from(minutes).unwrap_or(1) * 5;
            self.wait(case, self.now - Duration::minutes(minutes)).await?;
        }
        Ok(queue.cases.len())
    }

    async fn wait(&self, case: &Waiting, at: Timestamp) -> Result<(), ExampleError> {
        let which = format!("case “{}”", case.reason);
        if case.flagged > 0 {
            return self.be_flagged(case, at).await;
        }
        if case.edited > 0 {
            return self.be_edited(case, at).await;
        }
        let (article, _) = self.thread(&case.thread)?;
        let body = text(&case.body);
        let draft = draft((*article, case.reply_to), &body);
        let posted = reply(self.db, self.writing(&case.by, at)?, &draft).await;
        match posted.map_err(|why| refused(&which, &why))? {
            Posted::Held(_) => Ok(()),
            Posted::Published(_) | Posted::Already(_) => Err(refused(&which, &"it was not held")),
        }
    }

    async fn be_flagged(&self, case: &Waiting, at: Timestamp) -> Result<(), ExampleError> {
        let comment = self.comment(&case.thread, case.flagged)?;
        for (flagger, note) in case.flaggers.iter().zip(&case.notes) {
            let pointed = Flag { comment, reason: "abuse", note };
            let flagged = flag(self.db, self.writing(flagger, at)?, pointed).await;
            flagged.map_err(|why: FlagRefused| refused("flag", &why))?;
        }
        Ok(())
    }

    async fn be_edited(&self, case: &Waiting, at: Timestamp) -> Result<(), ExampleError> {
        let comment = self.comment(&case.thread, case.edited)?;
        let body = text(&case.body);
        let limits = Limits::default();
        let new =
            NewText { comment, revision: 1, body: &body, choices: &[], address: "", limits, hours: 8760 };
        let found = comments::find(self.db, comment).await?;
        let author = found.and_then(|found| self.people.values().find(|person| person.id == found.author_id));
        let author = author.ok_or_else(|| refused("edit", &"nobody wrote that comment"))?;
        let edited = edit(self.db, Writing { author, now: at, key: Uuid::now_v7() }, &new).await;
        match edited.map_err(|why: EditRefused| refused("edit", &why))? {
            Edited::Held => Ok(()),
            Edited::Published | Edited::Same => Err(refused("edit", &"it was not held")),
        }
    }

    fn thread(&self, name: &str) -> Result<&(ArticleId, Vec<CommentId>), ExampleError> {
        self.threads.get(name).ok_or_else(|| refused(name, &"there is no such thread"))
    }

    fn comment(&self, thread: &str, number: i32) -> Result<CommentId, ExampleError> {
        let (_, said) = self.thread(thread)?;
        let index = usize::try_from(number - 1).ok();
        index
            .and_then(|index| said.get(index))
            .copied()
            .ok_or_else(|| refused(thread, &"there is no such comment"))
    }

    fn writing(&self, name: &str, now: Timestamp) -> Result<Writing<'_>, ExampleError> {
        let author = self.people.get(name).ok_or_else(|| refused(name, &"there is no such member"))?;
        Ok(Writing { author, now, key: Uuid::now_v7() })
    }
}

fn draft((article, reply_to): (ArticleId, Option<i32>), body: &str) -> Draft<'_> {
    Draft { article, body, reply_to, choices: &[], address: "", limits: Limits::default() }
}

fn refused(which: &str, why: &impl ToString) -> ExampleError {
    ExampleError::Refused { which: which.to_owned(), why: why.to_string() }
}
