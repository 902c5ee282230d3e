//! Passages of an article: what comments quote is marked in it, leads to them, and is found again after a correction.

use crate::support::{Article, Board, Page, Person};
use rejoinder::own_data::deletion::carry_out_due;
use rejoinder::quotes::passages::catch_up;

const TEXT: &str = "The main reason was its desire to secure its *bases* in the west.\n\nThus it could be argued in \
    general that recognition is the aim.\n\nThe ferry still runs, says the keeper.";
const BASES: &str = "desire to secure its bases";

async fn stage() -> (Board, Article, Person, Person) {
    let board = Board::open().await;
    let article = board.article_with("The alliance", TEXT).await;
    let (ann, ben) = (board.member("ann").await, board.member("ben").await);
    (board, article, ann, ben)
}

fn quoting(words: &str, own: &str) -> String {
    format!("> {}\n\n{own}", words.replace('\n', "\n> "))
}

async fn corrects(board: &Board, article: &Article, text: &str) -> Page {
    let mo = board.moderator(&format!("mo{}", uuid::Uuid::now_v7().as_u128() % 1_000_007)).await;
    let page = mo.opens(format!("/a/{}/edit", article.id)).await;
    page.fills("text", text).presses("Save the correction").await
}

/// The numbers behind the marks of a page, in order.
fn numbers(page: &Page) -> Vec<String> {
    let parts = page.html.split("data-count=\"").skip(1);
    parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// What is marked on a page, each stretch in brackets.
fn marks(page: &Page) -> String {
    let parts = page.html.split("<mark class=\"passage").skip(1);
    let words = parts.map(|rest| rest.split_once('>').unwrap().1.split("</mark>").next().unwrap().to_owned());
    words.flat_map(|words| ["[".to_owned(), words, "]".to_owned()]).collect()
}

/// The page that the first number leads to.
async fn chosen(who: &Person, page: &Page) -> Page {
    who.opens(page.attribute("a.count", "href")).await
}

#[tokio::test]
async fn what_is_quoted_is_marked_with_the_number_of_comments_and_leads_to_them() {
    let (board, article, ann, ben) = stage().await;
    board.anyone().reads(&article).await.has_no("mark").does_not_say("Passages under discussion");
    board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    board.comment(&ben, &article, "Nothing is quoted here.").await;
    board.comment(&ben, &article, &quoting("its *bases* in the west", "Which ones?")).await;
    board.comment(&ben, &article, "> ¶3\n> The ferry […] says the keeper\n\nHa.").await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(
        marks(&page),
        "[desire to secure its ][bases][ in the west][The ferry still runs, says the keeper]"
    );
    assert_eq!(numbers(&page), ["2", "1"]);
    assert_eq!(page.attribute("#p1 a.count", "aria-label"), "Quoted by 2 comments");
    assert_eq!(page.words_of("#p1 p"), "The main reason was its desire to secure its bases in the west.");
    assert_eq!(page.words_of(".rail li:first-child"), "desire to secure its bases in the west 2 comments");
    assert_eq!(page.words_of(".rail li:nth-child(2)"), "The ferry still runs, says the keeper 1 comment");

    let page = chosen(&board.anyone(), &page).await;
    page.is(200).says("2 comments quote these words").has("#c1").has_no("#c2").has("#c3").has_no("#c4");
    page.has("#p1 mark.chosen").has_no("#p3 mark.chosen").has_no(".tabs");
    assert_eq!(page.words_of("blockquote.chosen"), "desire to secure its bases in the west");
    let back = page.attribute(".talk-head a", "href");
    board.anyone().opens(&back).await.says("4 comments").has("#c2").has("#c4").has(".tabs");
}

#[tokio::test]
async fn a_comment_counts_once_however_often_it_quotes() {
    let (board, article, ann, _) = stage().await;
    let twice = format!("{}\n\n{}", quoting(BASES, "One."), quoting("its *bases* in the west", "Two."));
    board.comment(&ann, &article, &twice).await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(numbers(&page), ["1"]);
    chosen(&ann, &page).await.says("1 comment quotes these words").says("All 1 comment");
}

#[tokio::test]
async fn a_passage_may_run_over_paragraphs() {
    let (board, article, ann, _) = stage().await;
    board
        .comment(&ann, &article, &quoting("recognition is the aim.\n\nThe ferry still runs", "Is it?"))
        .await;
    board
        .sql(
            "do $$ begin assert exists (select from quotes where source_paragraph = 2 and start = 40
                and exact = E'recognition is the aim.\\n\\nThe ferry still runs'
                and prefix = 'could be argued in general that ' and suffix = ', says the keeper.'); end $$",
        )
        .await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(marks(&page), "[recognition is the aim.][The ferry still runs]");
    page.has("#p3 a.count").has_no("#p2 a.count");
    let page = chosen(&ann, &page).await;
    page.says("1 comment quotes these words");
    assert!(page.path.ends_with("?passage=p2-40-p3-20#comments"), "{}", page.path);
    assert_eq!(page.count("mark.chosen"), 2);
}

#[tokio::test]
async fn only_what_readers_see_counts() {
    let (board, article, ann, ben) = stage().await;
    board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    let counted = async |wanted: &[&str]| {
        let page = board.anyone().reads(&article).await;
        assert_eq!(numbers(&page), wanted);
    };
    let (new, mo) = (board.newcomer("newcomer").await, board.moderator("mo").await);
    let held = board.comment(&new, &article, &quoting(BASES, "This waits.")).await;
    counted(&["1"]).await;
    new.reads(&article).await.has(&format!("#held-{held}"));
    chosen(&new, &new.reads(&article).await).await.does_not_say("This waits.");
    mo.opens("/queue").await.presses("Approve").await;
    counted(&["2"]).await;
    mo.opens("/queue").await.presses("Undo last").await;
    counted(&["1"]).await;
    mo.opens("/queue").await.presses("4Spam").await;
    counted(&["1"]).await;

    let id = board.comment(&ben, &article, "> ¶1\n> in the west\n\nWhere?").await;
    counted(&["1", "1"]).await;
    ann.posts(&format!("/c/{id}/flag"), &[("reason", "abuse")]).await;
    mo.opens("/queue").await.presses("2Abuse").await;
    counted(&["1"]).await;
    mo.opens("/queue").await.presses("Undo last").await;
    counted(&["1", "1"]).await;
    let edit = ben.opens(format!("/c/{id}/edit")).await;
    edit.fills("body", "No quote any more.").presses("Save").await;
    counted(&["1"]).await;
    let edit = ben.opens(format!("/c/{id}/edit")).await;
    edit.fills("body", &quoting("recognition is the aim", "Again.")).presses("Save").await;
    counted(&["1", "1"]).await;
    ben.posts(&format!("/c/{id}/deletion"), &[]).await.is(303);
    counted(&["1"]).await;
}

#[tokio::test]
async fn who_leaves_with_their_words_counts_no_more() {
    let (board, article, ann, ben) = stage().await;
    for person in [&ann, &ben] {
        board.comment(person, &article, &quoting(BASES, &format!("Says {}.", person.member().name))).await;
    }
    let leave = async |person: &Person, words: &'static str| {
        let hash = rejoinder::accounts::passwords::hash(crate::support::OLD.to_owned()).await.unwrap();
        board.sql(&format!("update accounts set password_hash = '{hash}'")).await;
        let fields = [("words", words), ("password", crate::support::OLD)];
        person.sends("/settings/data/deletion", &fields).await;
        board.clock.advance(time::Duration::hours(25));
        assert_eq!(carry_out_due(&mut board.db().await, board.clock.now()).await.unwrap(), 1);
        numbers(&board.anyone().reads(&article).await)
    };
    assert_eq!(leave(&ann, "stay").await, ["2"]);
    assert_eq!(leave(&ben, "go").await, ["1"]);
}

#[tokio::test]
async fn an_address_that_is_old_or_nonsense_does_no_harm() {
    let (board, article, ann, ben) = stage().await;
    board.comment(&ann, &article, &quoting("to secure its bases", "Is that so?")).await;
    let nobody = board.anyone();
    let first = nobody.reads(&article).await.attribute("a.count", "href");
    board.comment(&ben, &article, &quoting("its desire to secure", "And that?")).await;
    let grown = nobody.reads(&article).await.attribute("a.count", "href");
    assert_ne!(first, grown);
    nobody.gets(&first).await.is(303).leads_to(&grown);
    nobody.opens(&first).await.says("2 comments quote these words");
    let sentence = "Nobody quotes the words that this link leads to, or not any more";
    for passage in [
        "p3-0-9",
        "nonsense",
        "p1-9-3",
        "p9-0-9",
        "p1-0-999",
        "p1-0-9-r7",
        "%3Cscript%3E",
        "p1--1-9",
        "p0-0-0",
    ] {
        for more in ["", "&page=7", "&sort=newest"] {
            let page = nobody.opens(format!("{}?passage={passage}{more}", article.path)).await;
            page.is(200).says(sentence).says("2 comments").has("#c1").has("#c2");
        }
    }
    nobody.reads(&article).await.does_not_say(sentence);
    nobody.gets(&grown.replace('?', "?page=2&")).await.is(404);
    let elsewhere = grown.replace("the-alliance", "another-slug");
    nobody.gets(&elsewhere).await.is(301).leads_to(grown.trim_end_matches("#comments"));
}

#[tokio::test]
async fn many_comments_on_one_passage_are_paged_in_order() {
    let (board, article, ..) = stage().await;
    let mut said = 0;
    for person in 0..9 {
        let person = board.member(&format!("person{person}")).await;
        for _ in 0..6 {
            said += 1;
            let words = if said % 27 == 0 { "The ferry still runs" } else { BASES };
            board.comment(&person, &article, &quoting(words, &format!("Remark {said}."))).await;
        }
    }
    let page = board.anyone().reads(&article).await;
    assert_eq!(numbers(&page), ["52", "2"]);
    let page = chosen(&board.anyone(), &page).await;
    assert_eq!(page.count("article.comment"), 50);
    page.has("#c1").has_no("#c27").has("#c51").has_no("#c52");
    let next = page.attribute("a[rel=next]", "href");
    let page = board.anyone().opens(&next).await;
    assert_eq!(page.count("article.comment"), 2);
    page.has("#c52").has("#c53").says("52 comments quote these words");
    let reader = board.member("reader").await;
    reader.opens(&next).await;
    reader.reads(&article).await.does_not_say("you have read 53");
}

#[tokio::test]
async fn words_that_stay_are_found_wherever_a_correction_moves_them() {
    let (board, article, ann, _) = stage().await;
    board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    let before = board.anyone().reads(&article).await;
    let (old, old_link) = (before.attribute("a.count", "href"), before.attribute("figure.quote a", "href"));
    assert!(
        old_link
            .ends_with("#p1:~:text=reason%20was%20its-,desire%20to%20secure%20its%20bases,-in%20the%20west."),
        "{old_link}"
    );
    let page = corrects(&board, &article, &format!("A word before, in general.\n\n{TEXT}")).await;
    assert_eq!(marks(&page), "[desire to secure its ][bases]");
    page.has("#p2 mark").has_no("#p1 mark").does_not_say("corrected since");
    page.has("figure.quote[data-fidelity=verbatim][data-source='¶1']").says("From the article, ¶1");
    assert_eq!(page.attribute("figure.quote a", "href"), old_link.replace("#p1", "#p2"));
    let new = page.attribute("a.count", "href");
    assert!(new.ends_with("?passage=p2-24-50-r2#comments"), "{new}");
    board.anyone().gets(&old).await.is(303).leads_to(&new);
    board.anyone().opens(&old).await.says("1 comment quotes these words");
}

#[tokio::test]
async fn where_the_words_were_corrected_the_quote_shows_both() {
    let (board, article, ann, ben) = stage().await;
    board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    let page = corrects(&board, &article, &TEXT.replace("secure its", "defend its")).await;
    assert_eq!(page.words_of("#c1 figure.quote > blockquote"), "desire to secure its bases");
    page.has("#c1 figure.quote[data-fidelity=verbatim][data-source='¶1']").says("✓ verbatim corrected since");
    assert_eq!(page.words_of("#c1 .since p"), "desire to securedefend its bases");
    assert_eq!(
        (page.words_of("#c1 .since del"), page.words_of("#c1 .since ins")),
        ("secure".into(), "defend".into())
    );
    board.anyone().opens(page.attribute("#c1 .since a", "href")).await.says("What the article said before");
    assert_eq!(marks(&page), "[desire to defend its ][bases]");
    assert_eq!(page.attribute("a.count", "aria-label"), "Quoted by 1 comment, before a correction");
    board.sql("do $$ begin assert (select count(*) from quotes where source_revision = 1 and exact = 'desire to secure its bases') = 1; end $$").await;

    board.comment(&ben, &article, &quoting("desire to defend its bases", "Better.")).await;
    let page = board.anyone().reads(&article).await;
    assert_eq!(
        page.attribute("a.count", "aria-label"),
        "Quoted by 2 comments, 1 of them before a correction"
    );
    page.has_no("#c2 .since");
    chosen(&ann, &page).await.says("One of them quotes what stood here before a correction");

    let page = corrects(&board, &article, TEXT).await;
    page.has_no("#c1 .since").has("#c2 .since");
    assert_eq!(page.words_of("#c1 figcaption"), "From the article, ¶1 ✓ verbatim");
    assert_eq!(marks(&page), "[desire to secure its ][bases]");
}

#[tokio::test]
async fn who_edits_beside_a_quote_of_corrected_words_keeps_it() {
    let (board, article, ann, _) = stage().await;
    let id = board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    corrects(&board, &article, &TEXT.replace("secure its", "defend its")).await;
    let page = ann.opens(format!("/c/{id}/edit")).await;
    let page = page.fills("body", &quoting(BASES, "Was that so?")).presses("Save").await;
    page.says("Was that so?").has("#c1 figure.quote[data-fidelity=verbatim][data-source='¶1']");
    assert_eq!(page.words_of("#c1 .since p"), "desire to securedefend its bases");
    assert_eq!(marks(&page), "[desire to defend its ][bases]");
}

#[tokio::test]
async fn words_that_were_taken_out_are_said_to_be_gone() {
    let (board, article, ann, _) = stage().await;
    board.comment(&ann, &article, &quoting("The ferry still runs", "Does it?")).await;
    let old = board.anyone().reads(&article).await.attribute("a.count", "href");
    let without = TEXT.split("\n\nThe ferry").next().unwrap();
    let page = corrects(&board, &article, without).await;
    page.says("The article no longer says this.").says("corrected since").has_no("mark");
    page.does_not_say("Passages under discussion");
    assert_eq!(page.words_of("#c1 blockquote"), "The ferry still runs");
    board.anyone().opens(&old).await.is(200).says("Nobody quotes the words").has("#c1");
    let page = corrects(&board, &article, TEXT).await;
    page.does_not_say("no longer says this").does_not_say("corrected since").has("#p3 mark");
}

#[tokio::test]
async fn quotes_in_other_threads_are_told_and_not_counted() {
    let (board, article, ann, _) = stage().await;
    let other = board.article("Another thread").await;
    let body = format!("> {}#p1\n> {BASES}\n\nThere it says so.", article.path);
    board.comment(&ann, &other, &body).await;
    board.anyone().reads(&article).await.has_no("mark");
    board.anyone().reads(&other).await.has("figure.quote[data-fidelity=verbatim]").has_no("mark");
    let version = async || {
        let db = board.db().await;
        rejoinder::articles::find(&db, other.id).await.unwrap().unwrap().version
    };
    let before = version().await;
    corrects(&board, &article, &TEXT.replace("secure its", "defend its")).await;
    let page = board.anyone().reads(&other).await;
    page.says("corrected since").has_no("mark");
    assert_eq!(page.words_of(".since ins"), "defend");
    assert!(version().await > before, "pages that are kept ready are made anew");
    corrects(&board, &article, TEXT).await;
    board.anyone().reads(&other).await.does_not_say("corrected since");
}

#[tokio::test]
async fn a_comment_that_waited_through_a_correction_says_so_from_the_first() {
    let (board, article, ..) = stage().await;
    let (new, mo) = (board.newcomer("newcomer").await, board.moderator("mo").await);
    board.comment(&new, &article, &quoting(BASES, "Is that so?")).await;
    corrects(&board, &article, &TEXT.replace("secure its", "defend its")).await;
    mo.opens("/queue").await.presses("Approve").await;
    let page = board.anyone().reads(&article).await;
    page.says("corrected since");
    assert_eq!(page.attribute("a.count", "aria-label"), "Quoted by 1 comment, before a correction");
}

#[tokio::test]
async fn a_chosen_passage_leads_to_its_words_elsewhere() {
    let board = Board::open().await;
    let ann = board.member("ann").await;
    let fields = [("headline", "A story"), ("link", "https://paper.example/story#top"), ("text", TEXT)];
    let page = ann.sends("/articles", &fields).await;
    let reply = ann.opens(format!("{}/reply", page.path)).await;
    let page = reply.fills("body", &quoting(BASES, "Is that so?")).presses("Post comment").await;
    page.has_no("a[href*='#top:~:text']");
    let page = chosen(&ann, &page).await;
    page.has(concat!(
        "a[rel='nofollow ugc noopener'][href='https://paper.example/story#top:~:text=reason%20was%20its-,",
        "desire%20to%20secure%20its%20bases,-in%20the%20west.']"
    ));
}

#[tokio::test]
async fn what_was_quoted_before_the_board_was_upgraded_is_found() {
    let (board, article, ann, _) = stage().await;
    board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    board.sql("update anchors set fate = 'unsought', begins = null, ends = null; delete from passages").await;
    board.anyone().reads(&article).await.has_no("mark");
    let mut db = board.db().await;
    assert_eq!(catch_up(&mut db).await.unwrap(), 1);
    assert_eq!(catch_up(&mut db).await.unwrap(), 0);
    assert_eq!(numbers(&board.anyone().reads(&article).await), ["1"]);
}

#[tokio::test]
async fn marks_are_the_same_for_everyone() {
    let (board, article, ann, ben) = stage().await;
    board.comment(&ann, &article, &quoting(BASES, "Is that so?")).await;
    let paragraphs = |page: &Page| {
        let from = page.html.find("<div class=\"excerpt").unwrap();
        page.html[from..page.html.find("<div class=\"buttons\">").unwrap()].to_owned()
    };
    let nobodys = paragraphs(&board.anyone().reads(&article).await);
    assert!(nobodys.contains("<mark"));
    for person in [&ann, &ben, &board.moderator("mo").await] {
        assert_eq!(paragraphs(&person.reads(&article).await), nobodys);
    }
}

#[tokio::test]
async fn the_rail_lists_the_five_most_quoted() {
    let board = Board::open().await;
    let text: Vec<String> = (1..=7).map(|n| format!("Sentence number {n} of the story.")).collect();
    let article = board.article_with("Seven sentences", &text.join("\n\n")).await;
    for person in 1..=3_usize {
        let who = board.member(&format!("person{person}")).await;
        let quotes: Vec<String> = text.iter().skip(person).map(|words| quoting(words, "Hm.")).collect();
        board.comment(&who, &article, &quotes.join("\n\n")).await;
    }
    let page = board.anyone().reads(&article).await;
    assert_eq!(numbers(&page), ["1", "2", "3", "3", "3", "3"]);
    assert_eq!(page.count(".rail ol li"), 5);
    assert_eq!(page.words_of(".rail ol li:first-child"), "Sentence number 4 of the story. 3 comments");
    assert_eq!(page.words_of(".rail ol li:last-child"), "Sentence number 3 of the story. 2 comments");
}
