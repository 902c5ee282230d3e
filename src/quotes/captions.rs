//! What stands over a quote: its credit, its link, and how true it is, in words.

use super::source::Source;
use super::{Fidelity, fidelity::Truth};
use crate::db::Word;
use crate::markup::{Caption, QuotedBlock};

/// The caption of a quote whose words stand in a source.
pub fn checked(source: &Source, truth: Truth, block: &QuotedBlock) -> (Fidelity, Caption) {
    let (fidelity, note) = match truth {
        Truth::Verbatim => (Fidelity::Verbatim, "✓ verbatim"),
        Truth::Shortened => (Fidelity::Shortened, "shortened"),
    };
    let added = block.emphasis.iter().any(|stretch| !is_emphasised(&source.html, stretch));
    let note = if added { format!("{note}, emphasis added") } else { note.to_owned() };
    let caption = Caption {
        fidelity: fidelity.word(),
        source: source.mark.clone(),
        credit: source.credit.clone(),
        link: Some(source.link.clone()),
        note,
        blanked: false,
    };
    (fidelity, caption)
}

/// The caption of a quote from another site.
pub fn outside(link: &str) -> Caption {
    let host = url::Url::parse(link).ok().and_then(|url| url.host_str().map(str::to_owned));
    Caption {
        fidelity: Fidelity::Outside.word(),
        source: link.to_owned(),
        credit: format!("From {}", host.as_deref().unwrap_or(link)),
        link: Some(link.to_owned()),
        note: "not checked".to_owned(),
        blanked: false,
    }
}

/// The caption of a quote without a name.
pub fn unattributed() -> Caption {
    Caption {
        fidelity: Fidelity::Unattributed.word(),
        source: String::new(),
        credit: String::new(),
        link: None,
        note: String::new(),
        blanked: false,
    }
}

fn is_emphasised(html: &str, stretch: &str) -> bool {
    ["em", "strong"].iter().any(|tag| {
        html.split(&format!("<{tag}>"))
            .skip(1)
            .any(|rest| rest.split("</").next().is_some_and(|inside| inside.contains(stretch)))
    })
}
