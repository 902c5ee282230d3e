//! The map of the board for those who index it: every article that readers see, and where articles are listed.
//!
//! It comes in parts, each of a range of ids, so that no part has more than its address stands for, and a board is never
//! walked through to find out where a part begins.

mod store;
mod xml;

pub use store::{parts, publications_of, threads_of};
pub use xml::{index, part};

/// So many ids a part covers, and so many addresses it has at most; more than 50,000 are not read.
pub const PER_PART: i64 = 50_000;

/// What a part lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The front page and the topics.
    Board,
    /// Publications of this range.
    Publications(i64),
    /// Threads of this range.
    Threads(i64),
}

impl Part {
    /// The part with this name.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        let name = name.strip_suffix(".xml")?;
        let number = |text: &str| text.parse().ok().filter(|number| (0..=1_000_000).contains(number));
        let part = match name.split_once('-') {
            None if name == "board" => Self::Board,
            Some(("publications", text)) => Self::Publications(number(text)?),
            Some(("threads", text)) => Self::Threads(number(text)?),
            _ => return None,
        };
        // Each has one name: not `+1`, nor `01`.
        (part.name() == format!("{name}.xml")).then_some(part)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Board => "board.xml".to_owned(),
            Self::Publications(number) => format!("publications-{number}.xml"),
            Self::Threads(number) => format!("threads-{number}.xml"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn each_part_has_one_name() {
        for part in [Part::Board, Part::Publications(0), Part::Threads(12)] {
            assert_eq!(Part::read(&part.name()), Some(part));
        }
        for wrong in
            ["", "board", "threads.xml", "threads-.xml", "threads--1.xml", "threads-+1.xml", "threads-01.xml"]
        {
            assert_eq!(Part::read(wrong), None, "{wrong}");
        }
    }
}
