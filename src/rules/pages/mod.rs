//! Pages of the rules: all of them, one with what it met, the lists of watched words, and trials. Moderators read them,
//! administrators change them.

mod all;
mod figures;
mod found;
mod learned;
mod one;
mod trial;
mod word_list;

pub use all::{get_rules, post_place};
pub use one::{get_rule, post_rule, post_rule_trial};
pub use trial::get_trial;
pub use word_list::{get_list, get_new_list, post_end_of_list, post_list, post_list_trial, post_new_list};

use crate::rules::HitRow;

const PER_PAGE: i64 = 50;

/// Cuts the one too many that tells whether there are more, and says where to go on.
fn more<T>(rows: &mut Vec<T>, place: impl Fn(&T) -> i64) -> Option<i64> {
    let most = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| more).map(place)
}

fn more_hits(hits: &mut Vec<HitRow>) -> Option<i64> {
    more(hits, |hit| hit.id)
}
