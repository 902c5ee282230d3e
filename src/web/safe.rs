//! Lets templates print what `markup/` made, and what another template made, without escaping it again. Nothing else is
//! printed so.

use super::Error;
use crate::markup::SafeHtml;
use askama::Template;
use askama::filters::HtmlSafe;
use std::fmt::{self, Display, Formatter};

impl HtmlSafe for SafeHtml {}

/// What a template made, to stand in another one.
#[derive(Clone, Debug)]
pub struct Rendered(String);

impl Rendered {
    /// What this template makes.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub fn of(template: &impl Template) -> Result<Self, Error> {
        template.render().map(Self).map_err(|e| Error::Broken(e.to_string()))
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.len()
    }
}

impl Display for Rendered {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Rendered {}
