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
    /// What this template makes, which has about so many bytes.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub fn of(template: &impl Template, about: usize) -> Result<Self, Error> {
        let mut html = String::with_capacity(about);
        template.render_into(&mut html).map_err(|e| Error::Broken(e.to_string()))?;
        html.shrink_to_fit();
        Ok(Self(html))
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
