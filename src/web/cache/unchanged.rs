//! What was found once is told again, while nothing can have changed.

use super::Pages;
use super::changes::{Moment, Scope};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// One finding of each type.
#[derive(Default)]
pub struct Findings(RwLock<HashMap<TypeId, Finding>>);

/// What was found, and the moment in which it was looked for.
type Finding = (Moment, Box<dyn Any + Send + Sync>);

impl Pages {
    /// What this process found before, where nothing can have changed since; else what it finds now. It is believed like a
    /// page: for a second at most, and only while others are listened to. One of each type is kept.
    ///
    /// # Errors
    /// Those of finding it.
    pub async fn unchanged<T, E>(&self, find: impl Future<Output = Result<T, E>>) -> Result<T, E>
    where
        T: Clone + Send + Sync + 'static,
    {
        if let Some((known, found)) =
            self.findings.0.read().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>())
            && self.is_unchanged_since(*known, Scope::Anything)
            && let Some(found) = found.downcast_ref::<T>()
        {
            return Ok(found.clone());
        }
        let now = self.changes.now(Scope::Anything);
        let found = find.await?;
        let mut findings = self.findings.0.write().unwrap_or_else(PoisonError::into_inner);
        findings.insert(TypeId::of::<T>(), (now, Box::new(found.clone())));
        Ok(found)
    }
}
