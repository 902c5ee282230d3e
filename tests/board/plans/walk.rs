//! Every route is asked for, as everybody who may come in: the table of routes says by what and as whom.

use super::addresses::{ADDRESSES, NOWHERE, Places};
use super::judge::Watch;
use super::{Filled, Planned};
use crate::routes::{Gets, Row, Stage, TABLE};
use crate::support::{Answered, Article, Board, Person};
use rejoinder::db::{AccountId, ArticleId, CommentId};

/// Those who ask, in the order of the table's columns.
const ASKING: [&str; 5] = ["", "reader", "author", "mo", "boss"];

/// Who asks for what is the same page with another query: nobody, a member who wrote much, a moderator.
const FEW: [&str; 3] = ["", "author", "mo"];

/// Asks for every page.
pub async fn pages(filled: &Filled, watch: &mut Watch) {
    let places = Places::on(filled).await;
    for (path, _) in ADDRESSES {
        assert!(TABLE.iter().any(|row| row.0 == "GET" && row.1 == *path), "{path} is no page any more");
    }
    let mut people = Vec::new();
    for (planned, board) in &filled.explained {
        for name in ASKING {
            people.push((name, *planned, filled.person(name, board).await));
        }
    }
    for row in TABLE.iter().filter(|row| row.0 == "GET") {
        for (nth, address) in addresses_of(row.1).into_iter().enumerate() {
            let path = places.fill(address);
            let asking = visits(&asking_for(row, nth == 0));
            let mut answered_once = NOWHERE.contains(&row.1);
            for (name, planned, person) in &people {
                if asking.contains(&(name, *planned)) {
                    watch.planned = *planned;
                    let answered = person.gets(&path).await;
                    assert!(answered.status < 500, "{path}: {}", answered.text());
                    answered_once |= shows_something(&answered);
                    watch.looks_at(&format!("GET {path} for {name}"));
                }
            }
            assert!(answered_once, "{path} leads nowhere");
        }
    }
}

/// Sends every form, as the table has it; most are refused, after what is asked for that.
pub async fn forms(filled: &Filled, watch: &mut Watch) {
    for (planned, board) in &filled.explained {
        watch.planned = *planned;
        let stage = stage(filled, board).await;
        for row in TABLE.iter().filter(|row| row.0 == "POST") {
            let name = *asking_for(row, true).last().expect("somebody");
            let person: Person = filled.person(name, board).await;
            let answered = stage.ask(&person, *row).await;
            assert!(answered.status < 500, "{}: {}", row.1, answered.text());
            watch.looks_at(&format!("POST {} for {name}", row.1));
        }
    }
}

async fn stage(filled: &Filled, board: &Board) -> Stage {
    Stage {
        board: board.clone(),
        article: Article { id: ArticleId(1), path: "/a/1/headline-1".to_owned() },
        comment: CommentId(filled.comment("author_id = 30 and quoted > 2 and state = 'published'").await),
        case: 2000,
        changed: AccountId(40),
    }
}

/// The addresses by which a route is asked for.
fn addresses_of(path: &'static str) -> Vec<&'static str> {
    let further = ADDRESSES.iter().find(|(known, _)| *known == path).map(|(_, addresses)| *addresses);
    assert!(
        further.is_some() || !path.contains('{'),
        "say in plans/addresses.rs by which addresses {path} is asked for"
    );
    let own = (!path.contains('{')).then_some(path);
    own.into_iter().chain(further.into_iter().flatten().copied()).collect()
}

/// Who asks: those whom the table lets in, or everybody where it lets in nobody; fewer for another query of a page.
fn asking_for((_, _, _, gets): &Row, is_first: bool) -> Vec<&'static str> {
    let comes_in = |gets: &Gets| !matches!(gets, Gets::SignIn | Gets::Nothing | Gets::NotAllowed);
    let all: Vec<&str> =
        ASKING.into_iter().zip(gets).filter(|(_, gets)| comes_in(gets)).map(|(name, _)| name).collect();
    if all.is_empty() {
        return ASKING.to_vec();
    }
    let few: Vec<&str> = FEW.into_iter().filter(|name| all.contains(name)).collect();
    if is_first || few.is_empty() { all } else { few }
}

/// Each asks once, planned by turns for parameters and without; whoever is alone asks twice.
fn visits(asking: &[&'static str]) -> Vec<(&'static str, Planned)> {
    use Planned::{WithParameters, Without};
    match asking {
        [alone] => vec![(alone, WithParameters), (alone, Without)],
        all => all.iter().copied().zip([WithParameters, Without].into_iter().cycle()).collect(),
    }
}

/// Whether it is a page, or the way to one, and not to signing in.
fn shows_something(answered: &Answered) -> bool {
    let leads_away = answered.location.as_ref().is_some_and(|to| to.starts_with("/sign-in?"));
    answered.status < 400 && !leads_away
}
