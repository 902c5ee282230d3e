//! Lets templates print what `markup/` made without escaping it again. Nothing else is printed so.

use crate::markup::SafeHtml;
use askama::filters::HtmlSafe;

impl HtmlSafe for SafeHtml {}
