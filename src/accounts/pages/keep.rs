//! Somebody wrote before signing in, or their session ended meanwhile: the text is kept, and found again.

use super::{Asker, CookieKind};
use crate::accounts::drafts::{self, Fields};
use crate::web::{Answer, see_other_with};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Keeps the fields of a form in its place and leads by the sign-in page back to the form.
///
/// # Errors
/// When the database is away.
pub async fn keep_and_sign_in(asker: &Asker, place: &str, fields: &Fields, back: &str) -> Answer {
    let db = asker.db().await?;
    let token = drafts::keep_for_visitor(&db, asker.visitor(), place, fields, asker.now).await?;
    let back = utf8_percent_encode(back, NON_ALPHANUMERIC);
    see_other_with(&format!("/sign-in?back={back}&kept=yes"), asker.cookie(CookieKind::Visitor, token.text()))
}
