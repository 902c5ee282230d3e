//! The form of an article, for posting one and for correcting one.

use crate::accounts::drafts::Fields;
use crate::articles::{Article, Latest, NewArticle, PostRefused};
use crate::web::{one_line, text};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An article, as its form holds it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ArticleForm {
    pub(super) headline: String,
    pub(super) publication: String,
    pub(super) link: String,
    pub(super) byline: String,
    pub(super) published_on: String,
    pub(super) topic: String,
    pub(super) text: String,
    pub(super) key: Option<Uuid>,
    /// For a correction: the revision that the writer began with.
    pub(super) revision: String,
}

impl ArticleForm {
    /// What an article says now.
    pub(super) fn of(article: &Article, latest: &Latest) -> Self {
        Self {
            headline: article.headline.clone(),
            publication: article.publication.clone(),
            link: article.link.clone().unwrap_or_default(),
            byline: article.byline.clone(),
            published_on: article.published_on.map(|date| date.to_string()).unwrap_or_default(),
            topic: article.topic.as_ref().map(|(_, slug)| slug.clone()).unwrap_or_default(),
            text: latest.source.clone(),
            key: None,
            revision: latest.revision.to_string(),
        }
    }

    pub(super) fn with_key(self) -> Self {
        Self { key: self.key.or_else(|| Some(Uuid::now_v7())), ..self }
    }

    pub(super) fn began_with(&self) -> i32 {
        self.revision.parse().unwrap_or(0)
    }

    pub(super) fn article(&self) -> NewArticle {
        NewArticle {
            headline: one_line(&self.headline),
            publication: one_line(&self.publication),
            link: one_line(&self.link),
            byline: one_line(&self.byline),
            published_on: one_line(&self.published_on),
            topic: one_line(&self.topic),
            text: text(&self.text),
        }
    }

    pub(super) fn fields(&self) -> Fields {
        let value = serde_json::to_value(self).unwrap_or_default();
        serde_json::from_value(value).unwrap_or_default()
    }
}

impl From<Fields> for ArticleForm {
    fn from(fields: Fields) -> Self {
        serde_json::to_value(fields).and_then(serde_json::from_value).unwrap_or_default()
    }
}

/// The field beside which a refusal stands.
pub(super) fn field_of(refused: &PostRefused) -> &'static str {
    match refused {
        PostRefused::Headline => "headline",
        PostRefused::Publication => "publication",
        PostRefused::Link | PostRefused::Exists(_) => "link",
        PostRefused::Byline => "byline",
        PostRefused::Date => "published_on",
        PostRefused::Topic => "topic",
        PostRefused::Empty | PostRefused::Text(_) | PostRefused::Markup(_) => "text",
        PostRefused::ByRule(_) | PostRefused::NotYet(_) | PostRefused::Database(_) => "",
    }
}
