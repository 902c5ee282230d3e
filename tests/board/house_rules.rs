//! The rules of the house, held against the source itself: the arrow between rooms, who may name what, sizes, templates,
//! migrations. Each test is a rule; when it fails it lists the places as `file:line: why`.
//!
//! [`plain`] reads Rust without a parser (comments and strings are blanked out), [`arrow`] knows the floors.

mod arrow;
mod functions;
mod plain;
mod source;
mod templates;

use source::{Rust, Text, kept, rust, texts};

/// Written by Diesel's own command; its size and its head are not ours.
const GENERATED: &str = "src/db/schema.rs";

/// Endings of what is code, and not a text that a test reads.
const CODE: [&str; 7] = [".rs", ".js", ".mjs", ".cjs", ".ts", ".py", ".sh"];

/// Where a path of root's home may stand, and why.
const ABOUT_ROOTS_HOME: [(&str, &str); 2] = [
    ("src/db/private", "sentences that tell why the private Postgres cannot live in root's closed home"),
    ("src/config.rs", "the default folder of the data is another one for root, for its home is closed"),
];

#[test]
fn no_room_names_a_room_above_it() {
    holds(rust("src").iter().flat_map(arrow::upward));
}

#[test]
fn only_a_store_names_the_tables() {
    let strangers =
        rust("src").into_iter().filter(|rust| rust.file.name() != "store.rs" && !rust.file.below("src/db/"));
    holds(strangers.flat_map(|rust| rust.naming(&["schema::"], "only store.rs and src/db/ name the tables")));
}

#[test]
fn only_pages_and_the_toolkit_name_the_web() {
    let is_web =
        |file: &Text| arrow::is_page(&file.path) || file.below("src/web/") || file.path == "src/app.rs";
    let strangers = rust("src").into_iter().filter(|rust| !is_web(&rust.file));
    let why = "only pages, src/web/ and src/app.rs know of HTTP and templates";
    holds(strangers.flat_map(|rust| rust.naming(&["actix_web", "askama"], why)));
}

#[test]
fn only_the_settings_read_the_environment() {
    let strangers = rust("src").into_iter().filter(|rust| rust.file.path != "src/config.rs");
    let words = ["std::env", "env::var", "env::vars", "env::var_os", "env::vars_os", "option_env!"];
    holds(strangers.flat_map(|rust| rust.shipping(&words, "only src/config.rs reads the environment")));
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let files = texts("src").into_iter().chain(texts("tests"));
    let code =
        files.filter(|file| file.path != GENERATED && CODE.iter().any(|ending| file.path.ends_with(ending)));
    holds(code.filter_map(|file| file.longer_than(400)));
}

#[test]
fn no_function_is_longer_than_60_lines_or_takes_more_than_six() {
    holds(house().iter().flat_map(functions::too_large));
}

#[test]
fn no_template_is_longer_than_120_lines() {
    holds(pages().filter_map(|page| page.longer_than(120)));
}

#[test]
fn nothing_is_called_safe_but_what_the_renderer_made() {
    let rust = house();
    let made = rust.iter().filter(|rust| !rust.file.below("src/markup/"));
    let made =
        made.flat_map(|rust| rust.naming(&["SafeHtml("], "SafeHtml is made in src/markup/ and nowhere else"));
    let strings = rust.iter().filter(|rust| !is_house_rule(&rust.file));
    let strings = strings.flat_map(|rust| unescaped(&rust.file, &rust.code));
    let passed = strings.chain(pages().flat_map(|page| unescaped(&page, "")));
    holds(made.chain(passed));
}

#[test]
fn no_style_and_no_script_stands_in_a_template() {
    holds(
        pages().flat_map(|page| [templates::inline_styles(&page), templates::inline_scripts(&page)].concat()),
    );
}

#[test]
fn no_template_names_another_host() {
    holds(pages().flat_map(|page| templates::other_hosts(&page)));
}

#[test]
fn nothing_is_imported_by_a_star_but_diesels_prelude_and_a_tests_subject() {
    holds(house().iter().flat_map(|rust| {
        let queries = rust.file.name() == "store.rs" || rust.file.below("src/db/");
        let tested = |at| rust.file.below("tests/") || !plain::from(&rust.shipped, at).starts_with("use ");
        let stars = arrow::globs(rust).into_iter().filter(move |(at, path)| match path.as_str() {
            "diesel::prelude::*" => !queries,
            "super::*" => !tested(*at),
            _ => true,
        });
        stars.flat_map(|(at, path)| rust.file.blame(&[at], &format!("imports {path}"))).collect::<Vec<_>>()
    }));
}

#[test]
fn nothing_is_left_undone_silenced_or_unsafe() {
    let words =
        ["macro_rules!", "unsafe", "todo!", "unimplemented!", "dbg!", "#[allow(", "#![allow(", "#[ignore"];
    holds(house().iter().flat_map(|rust| rust.naming(&words, "not in this house")));
}

#[test]
fn nothing_panics_on_purpose_outside_tests() {
    let words = [".unwrap()", ".expect(", "panic!("];
    holds(
        rust("src")
            .iter()
            .flat_map(|rust| rust.shipping(&words, "a refusal or an error is told, not thrown")),
    );
}

#[test]
fn every_module_says_what_it_is_for_in_ten_lines_at_most() {
    let modules = rust("src").into_iter().map(|rust| rust.file).filter(|file| file.path != GENERATED);
    holds(modules.filter_map(
        |file| match file.text.lines().take_while(|line| line.starts_with("//!")).count() {
            0 => Some(file.blame_whole("does not begin with //!")),
            lines if lines > 10 && file.path != "src/lib.rs" => {
                Some(file.blame_whole(&format!("{lines} lines of //!")))
            }
            _ => None,
        },
    ));
}

#[test]
fn templates_lie_in_folders_named_after_their_rooms() {
    let folders = source::folders("templates");
    let strangers = folders.iter().filter(|folder| !source::root().join("src").join(folder).is_dir());
    let strangers = strangers.map(|folder| format!("templates/{folder}:1: there is no room of this name"));
    let loose = pages().filter(|page| page.path.matches('/').count() == 1);
    let loose = loose.map(|page| page.blame_whole("lies in no room's folder"));
    let rust = rust("src");
    let homeless =
        rust.iter().filter(|rust| !folders.iter().any(|folder| folder == arrow::room(&rust.file.path)));
    let homeless =
        homeless.flat_map(|rust| rust.naming(&["#[template("], "templates/ has no folder of this room"));
    holds(strangers.chain(loose).chain(homeless));
}

#[test]
fn every_migration_can_be_taken_back_does_not_wait_long_and_takes_nothing_away() {
    let files = texts("migrations");
    assert!(!files.is_empty(), "there is no migration");
    holds(source::folders("migrations").into_iter().flat_map(|folder| {
        let find = |name| files.iter().find(|file| file.path == format!("migrations/{folder}/{name}"));
        let up = find("up.sql").map(migration_faults);
        let up = up.unwrap_or_else(|| vec![format!("migrations/{folder}:1: has no up.sql")]);
        let down = find("down.sql").is_none().then(|| format!("migrations/{folder}:1: has no down.sql"));
        up.into_iter().chain(down)
    }));
}

#[test]
fn no_file_names_a_package_registry() {
    // In pieces, or this file would be the first to break the rule.
    let hosts = [
        concat!("crates", ".io"),
        concat!("registry", ".npmjs.org"),
        concat!("pypi", ".org"),
        concat!("deb", ".debian.org"),
    ];
    let files = kept().into_iter().filter(|file| file.name() != "Cargo.lock");
    holds(files.flat_map(|file| {
        let places = |host: &&str| file.text.match_indices(host).map(|(at, _)| at).collect::<Vec<_>>();
        hosts.iter().flat_map(|host| file.blame(&places(host), &format!("names {host}"))).collect::<Vec<_>>()
    }));
}

#[test]
fn no_file_knows_a_developers_machine() {
    let (work, roots_home) = (concat!("/", "work/"), concat!("/", "root/"));
    let told = |file: &Text| ABOUT_ROOTS_HOME.iter().any(|(place, _)| file.below(place));
    let files = kept().into_iter().filter(|file| file.name() != "Cargo.lock");
    holds(files.flat_map(|file| {
        let mut places = paths_at(&file.text, work);
        places.extend(paths_at(&file.text, roots_home).into_iter().filter(|_| !told(&file)));
        file.blame(&places, "a path of somebody's machine")
    }));
}

#[test]
fn the_rules_read_code_and_not_what_only_looks_like_it() {
    let text = "let a = ('\"', b'\\'', \"x // \\\" y\", r#\"\"z\"#); /* fn /* fn */ */ fn f<'a>() {} // fn";
    let code = plain::code(text);
    assert_eq!(code.len(), text.len());
    assert_eq!(code.split_whitespace().collect::<String>(), "leta=(,b,,);fnf<'a>(){}");
    let code = "a(); #[cfg(test)] mod tests { fn b() { c() } } d();";
    assert_eq!(plain::shipped(code).split_whitespace().collect::<String>(), "a();d();");
}

#[test]
fn the_rules_let_a_check_be_made_wider_and_nothing_be_dropped() {
    assert!(takes_away("alter table a drop column b;") && takes_away("drop table a"));
    assert!(takes_away("alter table a drop constraint b, add constraint c check (d)"));
    assert!(!takes_away("alter table a drop constraint b, add constraint b check (d)"));
    assert!(takes_away("alter table a drop constraint b, add constraint b check (d), drop column e"));
    assert!(!takes_away("alter table a alter column b drop not null;"));
    assert!(takes_away("alter table a alter column b drop not null, drop column c;"));
}

#[test]
fn the_rules_count_lines_and_parameters() {
    let code = "trait A { fn none(&self); }\nfn two<F: Fn(u8) -> u8>(f: F, (b, c): (u8, Map<u8, u8>)) -> [u8; 2] {\n\n}";
    let counted = functions::functions(code).into_iter().map(|f| (f.name, f.lines, f.parameters));
    assert_eq!(counted.collect::<Vec<_>>(), [("none", 1, 1), ("two", 3, 2)]);
    assert_eq!(arrow::expand("{a, b::{c, d::*}}; e"), ["a", "b::c", "b::d::*"]);
}

#[test]
fn the_rules_see_what_stands_in_a_page() {
    let page = |text: &str| Text { path: "templates/web/x.html".to_owned(), text: text.to_owned() };
    let bad = page("<a\nonclick=\"x\" href='//a.example' style=\"b\">\n<script>c</script>");
    assert_eq!((templates::inline_styles(&bad).len(), templates::inline_scripts(&bad).len()), (1, 2));
    assert_eq!(templates::other_hosts(&bad).len(), 1);
    let good = page(
        "<script defer src=\"{{ a(\"b\") > c }}\"></script><a href=\"{{ style=\"https://d\" }}\">on = e</a>",
    );
    assert!(templates::inline_styles(&good).is_empty() && templates::inline_scripts(&good).is_empty());
    assert!(templates::other_hosts(&good).is_empty());
    let data = |inside: &str| {
        let block = page(&format!("<script type=\"application/ld+json\">{inside}</script>"));
        templates::inline_scripts(&block).is_empty()
    };
    assert!(data("{{ common.data }}"));
    for bad in ["{{ a }}; b", "{}", "", "{{ a }}{{ b }}", "{{ a|b }}", "{{  }}"] {
        assert!(!data(bad), "{bad}");
    }
    let run = page("<script type=\"module\">{{ a }}</script><script>{{ a }}</script>");
    assert_eq!(templates::inline_scripts(&run).len(), 2);
    assert_eq!(unescaped(&page("{{ a|safe }} {{ b | safe }} {{ c|safer }}"), "").len(), 2);
}

/// Fails with the offending places, if there are any.
fn holds(offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{} against the house:\n{}\n", offences.len(), offences.join("\n"));
}

/// Every file of Rust that is ours.
fn house() -> Vec<Rust> {
    [rust("src"), rust("tests")].into_iter().flatten().collect()
}

/// Every template.
fn pages() -> impl Iterator<Item = Text> {
    let pages = texts("templates");
    assert!(!pages.is_empty(), "there is no template");
    pages.into_iter()
}

fn is_house_rule(file: &Text) -> bool {
    file.below("tests/board/house_rules")
}

/// Where askama is told not to escape; what `code` shows at the same place is a closure's parameter.
fn unescaped(file: &Text, code: &str) -> Vec<String> {
    let mut places = plain::word_at(&file.text, "|safe");
    places.extend(plain::word_at(&file.text, "| safe"));
    places.retain(|at| !plain::from(code, *at).starts_with('|'));
    file.blame(&places, "prints without escaping")
}

fn migration_faults(up: &Text) -> Vec<String> {
    let sql = plain::sql(&up.text);
    let waits = (!sql.contains("lock_timeout")).then(|| up.blame_whole("sets no lock_timeout"));
    let drops = sql.lines().enumerate().filter(|(_, line)| takes_away(line));
    let drops = drops.map(|(line, _)| format!("{}:{}: drops; a migration only adds", up.path, line + 1));
    waits.into_iter().chain(drops).collect()
}

/// Whether a line of a migration drops something; a constraint that the same line adds again is only made wider, and a
/// column that need not be filled any more loses nothing.
fn takes_away(line: &str) -> bool {
    let again = line.split_once("drop constraint ").and_then(|(_, rest)| rest.split_once(", "));
    let again = again.is_some_and(|(name, rest)| rest.starts_with(&format!("add constraint {name} ")));
    let wider = line.matches(" drop not null").count();
    plain::word_at(line, "drop").len() > usize::from(again) + wider
}

/// Where an absolute path begins so; what follows a name or dots is none.
fn paths_at(text: &str, start: &str) -> Vec<usize> {
    let before = |at: usize| text.get(..at).and_then(|before| before.chars().next_back());
    let begins = |at: &usize| !before(*at).is_some_and(|c| plain::is_letter(c) || matches!(c, '.' | '-'));
    text.match_indices(start).map(|(at, _)| at).filter(begins).collect()
}
