//! The toolkit of every page, with no feature in it.
//!
//! A request comes in at [`edge`] (cross-site guard, bad bytes, panics, headers), meets its [`Route`] and
//! audience, reads a [`Form`], and leaves as an [`Answer`]. Every page stands in a [`Shell`].

mod answer;
mod assets;
mod cache;
mod client;
mod clock;
mod coding;
mod compress;
mod data;
mod edge;
mod error;
mod etag;
mod form;
mod guard;
mod head;
mod live;
mod moment;
mod pager;
mod panics;
mod route;
mod safe;
mod shell;
mod site;
mod span;
mod tagged;

pub use answer::{
    Answer, conflict, moved_to, not_found, page, see_other, see_other_with, too_fast, unprocessable,
};
pub use assets::{asset, get_asset};
pub use cache::{Changing, Figures, FromMemory, Made, Pages, Part, Parted, Touched, Wanted, listen};
pub use client::{client, household, range};
pub use clock::Clock;
pub use compress::compress;
pub use data::{DataBlock, TERMS};
pub use edge::edge;
pub use error::Error;
pub use form::{Faults, Form, Query, one_line, text};
pub use guard::local_path;
pub use head::Head;
pub use live::{Followed, Following, Live};
pub use moment::{Moment, day, length};
pub use pager::{Pager, Step};
pub use panics::{caught, leave_panics_to_the_log};
pub use route::{Audience, Role, Route};
pub use safe::Rendered;
pub use shell::{Shell, Viewer, initials};
pub use site::Site;
pub use span::RouteSpan;
pub use tagged::{Keeping, tagged};
