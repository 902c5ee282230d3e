//! Everything about quoting: where a quote's words come from, whether they are true to it, and how it is shown.
//!
//! [`resolve`] takes the blockquotes of a text and finds the source of each: named by its first line, or found by
//! itself ([`fingerprints`]). What stands under a name is true ([`fidelity`]); what is not comes back to the writer as
//! [`Untrue`], with two ways out ([`Choice`]). Where the words of an article that are quoted stand in it, and what is
//! marked there, is for [`passages`]. [`prefill`] makes the beginning of a text for who presses *Quote*. Later, [`lives`]
//! says what became of what was quoted, and [`back_links`] who quotes a comment.

pub mod back_links;
mod captions;
mod choices;
pub mod closest;
mod detail;
mod emphasis;
pub mod fidelity;
pub mod fingerprints;
pub mod fold;
#[cfg(test)]
mod hard_pairs;
mod limits;
pub mod lives;
pub mod passages;
mod prefill;
mod resolve;
mod search;
#[cfg(test)]
mod selecting;
mod source;
mod store;

pub use choices::{Choice, Chosen, apply};
pub use detail::{Fidelity, SourceKind};
pub use limits::Limits;
pub use prefill::{Wanted, prefill};
pub use resolve::{Asked, Finding, Quoted, Untrue, resolve};
pub use store::{fingerprint_older, quoters, recount, sources_of};
