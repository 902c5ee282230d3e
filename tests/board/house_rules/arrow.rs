//! The arrow: which room may name which, and the paths that a file names.

use super::plain;
use super::source::Rust;

/// The floors of the house, from the ground up. A room may name rooms of its own floor and of those below.
const FLOORS: [&[&str]; 14] = [
    &["config", "db", "markup"],
    &["web", "mail"],
    &["accounts"],
    &["articles"],
    &["quotes"],
    &["rules"],
    &["comments"],
    &["moderation"],
    &["notices"],
    &["search"],
    &["own_data"],
    &["cli"],
    &["app"],
    // The doorstep: the program and the map of the house.
    &["main", "lib"],
];

/// The room in which a file of src lies: `web` for `src/web/form.rs`, `app` for `src/app.rs`.
pub fn room(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The floor of a room, if there is such a room.
pub fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Whether the file is a page: HTTP and templates, above all rules and below the list of routes.
pub fn is_page(path: &str) -> bool {
    path.ends_with("/pages.rs") || path.contains("/pages/")
}

/// Each path of this file that points up.
pub fn upward(rust: &Rust) -> Vec<String> {
    let path = &rust.file.path;
    let room = room(path);
    let Some(own) = floor(room) else { return vec![rust.file.blame_whole(&format!("{room} has no floor"))] };
    let why_not = |named: &str| {
        let mut names = named.split("::");
        let (there, inside) = (names.next().unwrap_or_default(), names.next());
        match floor(there) {
            None => Some(format!("crate::{there} has no floor")),
            Some(_) if is_page(path) => (there == "app").then(|| "a page names crate::app".to_owned()),
            Some(above) if above > own => Some(format!("{room} names crate::{there}, which is above it")),
            Some(_) if inside == Some("pages") && room != "app" => {
                Some(format!("{room} names crate::{there}::pages; pages are above all rules"))
            }
            Some(_) => None,
        }
    };
    let told = |(at, named): (usize, String)| Some(rust.file.blame(&[at], &why_not(&named)?));
    crate_paths(rust).into_iter().filter_map(told).flatten().collect()
}

/// Each glob import of a file: where it stands, and what it imports, such as `diesel::prelude::*`.
pub fn globs(rust: &Rust) -> Vec<(usize, String)> {
    let uses = plain::word_at(&rust.code, "use")
        .into_iter()
        .filter(|at| plain::from(&rust.code, *at).starts_with("use "));
    let trees =
        uses.flat_map(|at| expand(plain::from(&rust.code, at + 4)).into_iter().map(move |path| (at, path)));
    trees.filter(|(_, path)| path.ends_with('*')).collect()
}

/// What is named below the crate's root: `db::Conn` for `crate::db::Conn`, and for `super::` where it leads there.
fn crate_paths(rust: &Rust) -> Vec<(usize, String)> {
    let absolute = plain::word_at(&rust.code, "crate::").into_iter();
    let absolute = absolute.map(|at| (at, expand(plain::from(&rust.code, at + "crate::".len()))));
    // Tests stand in a module of their own, from which `super::` leads elsewhere: they are not in this view.
    let goes_on = |at: &usize| rust.shipped.get(..*at).is_some_and(|before| before.ends_with("super::"));
    let climbs = plain::word_at(&rust.shipped, "super::").into_iter().filter(|at| !goes_on(at));
    let climbs = climbs.map(|at| (at, climb(&rust.file.path, plain::from(&rust.shipped, at))));
    let paths = absolute.chain(climbs);
    paths.flat_map(|(at, named)| named.into_iter().map(move |path| (at, path))).collect()
}

/// Where a path that begins with `super::` leads, seen from the crate's root.
fn climb(path: &str, mut named: &str) -> Vec<String> {
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs").trim_end_matches("/mod");
    let mut modules: Vec<&str> = inside.split('/').collect();
    while let Some(rest) = named.strip_prefix("super::") {
        modules.pop();
        named = rest;
    }
    expand(named).into_iter().map(|below| [&modules[..], &[below.as_str()]].concat().join("::")).collect()
}

/// All paths of a use tree: `a::{b, c::d}` is `a::b` and `a::c::d`. A path in an expression is a tree of one.
pub fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim_start();
    if tree.starts_with('{') {
        let group = tree.get(1..plain::bracketed(tree) - 1).unwrap_or_default();
        return plain::pieces(group).into_iter().flat_map(expand).collect();
    }
    let end = tree.find(|letter| !plain::is_letter(letter) && letter != '*').unwrap_or(tree.len());
    let (name, rest) = tree.split_at(end);
    match rest.trim_start().strip_prefix("::") {
        Some(below) => expand(below).into_iter().map(|path| format!("{name}::{path}")).collect(),
        None => vec![name.to_owned()],
    }
}
