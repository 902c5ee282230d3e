//! Who sends a form, where a form that worked is answered by a way on and no page: no bar at the top says what waits.

use super::Asker;
use crate::accounts::{Member, sessions};
use crate::db::Conn;

impl Asker {
    /// The member who asks, without what a page would tell them. What shows a page after all asks [`Self::who`].
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn member(&self, db: &Conn) -> diesel::QueryResult<Option<Member>> {
        let Some(hash) = self.session() else { return Ok(None) };
        let Some((member, seen)) = sessions::member(db, &hash, self.now).await? else { return Ok(None) };
        self.is_in_use(db, &hash, seen).await?;
        Ok(Some(member))
    }
}
