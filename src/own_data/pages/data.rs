//! `GET /settings/data`, `GET /settings/data/download`
//!
//! The download is one JSON object, [`download::FORMAT`] in its field `format`: `board`, `made_at` and `account`, then
//! a list for each kind of thing, named as in [`download::LISTS`]. Moments are RFC 3339, ids are those of the
//! board's addresses, texts are as they were typed, with the plain words beside them.

use crate::accounts::pages::Visit;
use crate::own_data::deletion::{self, UnderWay, Words};
use crate::own_data::download::{self, Place};
use crate::web::{Answer, Error, Faults, Moment, Shell, page};
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::Bytes;
use askama::Template;
use futures_util::stream;

#[derive(Template)]
#[template(path = "own_data/data.html")]
pub(super) struct DataPage {
    shell: Shell,
    under_way: Option<UnderWay>,
    /// What was chosen for the words; nothing at first, so that nobody chooses by not looking.
    words: String,
    faults: Faults,
}

impl DataPage {
    pub async fn of(visit: &Visit, words: String, faults: Faults) -> Result<Self, Error> {
        let db = visit.db().await?;
        let under_way = deletion::under_way(&db, visit.member()?.id).await?;
        Ok(Self { shell: visit.shell("Your data").at("settings"), under_way, words, faults })
    }
}

/// What a member can do with their data.
///
/// # Errors
/// When the database is away.
pub async fn get_data(visit: Visit) -> Answer {
    page(&DataPage::of(&visit, String::new(), Faults::default()).await?)
}

/// Everything that the board keeps about a member, sent piece by piece, so that much of it takes no more memory than
/// little. What breaks off in the middle is no valid JSON.
///
/// # Errors
/// When the database is away.
pub async fn get_download(visit: Visit) -> Answer {
    let member = visit.member()?.clone();
    let db = visit.db().await?;
    let beginning = download::beginning(&db, &member, &visit.site().board().board_name, visit.now()).await?;
    let pieces = stream::try_unfold((db, Place::beginning(beginning)), move |(db, mut place)| async move {
        let piece = download::piece(&db, member.id, &mut place).await.map_err(Error::from)?;
        Ok::<_, Error>(piece.map(|piece| (Bytes::from(piece), (db, place))))
    });
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""))
        .streaming(pieces))
}
