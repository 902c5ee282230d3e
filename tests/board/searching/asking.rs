//! How one asks: operators, forms of letters, questions that cannot be asked, pages of results.

use super::{found, reads_texts, searches, stage};
use time::Duration;

#[tokio::test]
async fn operators_narrow_what_is_found() {
    let (board, article, _, _) = stage("A quinquereme of Nineveh.").await;
    let other = board.article_with("The harbour", "Ships lie there.").await;
    let ben = board.member("ben").await;
    board.clock.advance(Duration::days(40));
    board.comment(&ben, &other, "Another quinquereme, from distant Ophir.").await;
    board
        .sql(&format!(
            "insert into topics (name, slug, position) values ('Old Ships', 'old-ships', 1);
             update articles set topic_id = (select id from topics) where id = {}",
            other.id
        ))
        .await;
    reads_texts(&board).await;
    let day = (board.clock.now() - Duration::days(10)).date();
    let month_ago = (board.clock.now() - Duration::days(40)).date();
    for (question, expected) in [
        ("quinquereme".to_owned(), 2),
        ("quinquereme author:BEN".to_owned(), 1),
        ("quinquereme -author:ben".to_owned(), 1),
        ("author:ann".to_owned(), 1),
        (format!("quinquereme in:{}", article.id), 1),
        ("quinquereme in:old-ships".to_owned(), 1),
        ("quinquereme in:\"old ships\"".to_owned(), 1),
        ("quinquereme -in:old-ships".to_owned(), 1),
        ("publication:Al-Monitor quinquereme".to_owned(), 2),
        (format!("quinquereme before:{day}"), 1),
        (format!("quinquereme after:{day}"), 1),
        (format!("quinquereme after:{month_ago}"), 2),
        (format!("quinquereme before:{month_ago}"), 0),
        ("quinquereme -ophir".to_owned(), 1),
        ("ophir or nineveh".to_owned(), 2),
        ("\"quinquereme of nineveh\"".to_owned(), 1),
        ("\"nineveh quinquereme\"".to_owned(), 0),
        ("quinqueremes from the ophir".to_owned(), 1),
        ("nineveh ophir".to_owned(), 0),
    ] {
        assert_eq!(found(&board.anyone(), &question).await, expected, "{question}");
    }
}

#[tokio::test]
async fn letters_that_are_alike_find_each_other() {
    let (board, article, ann, _) =
        stage("كِتَابٌ إلى الإيرانيين، می‌شود ۱۹۷۹ Straße Cafe\u{301} Işık 条约不存在").await;
    board.comment(&ann, &article, "Something else altogether.").await;
    reads_texts(&board).await;
    for question in [
        "کتاب",
        "كتاب",
        "الي",
        "الايرانيين",
        "می شود",
        "ميشود",
        "می‌شود",
        "1979",
        "١٩٧٩",
        "STRASSE",
        "café",
        "isik",
        "ışık",
        "条约",
        "\"不存在\"",
        "存",
    ] {
        assert_eq!(found(&board.anyone(), question).await, 1, "{question}");
    }
    for question in ["کتابها", "1978", "约条", "cafés-x"] {
        assert_eq!(found(&board.anyone(), question).await, 0, "{question}");
    }
    let page = searches(&board.anyone(), "کتاب").await;
    assert_eq!(page.words_of("li.hit .lead mark"), "كِتَابٌ");
}

#[tokio::test]
async fn a_question_that_cannot_be_asked_says_why_and_is_kept() {
    let (board, ..) = stage("A quinquereme of Nineveh.").await;
    let long = "x".repeat(301);
    for (typed, why) in [
        ("", "Type what you are looking for."),
        ("   ", "Type what you are looking for."),
        ("?!", "There is no word in this."),
        ("the of and", "These words are in nearly every text"),
        ("\"to be or not\" -sea", "These words are in nearly every text"),
        ("-sea", "only what you do not want"),
        ("after:2020", "This says only when."),
        ("or", "“or” stands between two words"),
        ("sea author:nobody-at-all", "Nobody here is called “nobody-at-all”."),
        ("sea publication:\"No Such\"", "There is no publication “No Such” here."),
        ("sea in:nowhere", "There is no topic “nowhere” here"),
        ("sea in:99999999999", "There is no topic “99999999999” here"),
        ("sea before:2026-02-30", "“2026-02-30” is not a day."),
        ("sea after:2026 before:2025", "No day is from"),
        ("sea has:wings", "“has:” knows “has:quote” only."),
        (long.as_str(), "at most 300 characters; this one has 301"),
    ] {
        let page = searches(&board.anyone(), typed).await;
        page.is(422).says(why);
        assert_eq!(page.attribute("main #q", "value"), typed);
        assert_eq!(page.attribute("main #q", "aria-invalid"), "true");
    }
    board.anyone().opens("/search").await.is(200).has_no("[role=alert]").says("How to ask");
}

#[tokio::test]
async fn results_come_in_pages_that_can_be_kept() {
    let (board, article, ann, _) = stage("Galleon 0.").await;
    for number in 1..=24 {
        board.clock.advance(Duration::minutes(1));
        board.comment(&ann, &article, &format!("Galleon {number}, at sea.")).await;
    }
    reads_texts(&board).await;
    let first = searches(&board.anyone(), "galleon").await;
    assert_eq!(first.count("li.hit"), 20);
    first.has_no("a[rel=prev]");
    let next = first.attribute("a[rel=next]", "href");
    // What comes meanwhile moves nothing.
    board.comment(&ann, &article, "Galleon 25.").await;
    reads_texts(&board).await;
    let second = board.anyone().opens(&next).await;
    assert_eq!(second.count("li.hit"), 5);
    second.does_not_say("Galleon 25").has_no("a[rel=next]");
    let back = board.anyone().opens(second.attribute("a[rel=prev]", "href")).await;
    assert_eq!(back.count("li.hit"), 20);
    back.does_not_say("Galleon 25").has("a[rel=next]").has_no("a[rel=prev]");
    assert_eq!(back.attribute("a[rel=next]", "href"), next);
    for tampered in ["x", "n", "n_1_2_3", "9", "n_99999999999999999999", "' or 1=1"] {
        let page =
            board.anyone().opens(format!("/search?q=galleon&page={}", tampered.replace(' ', "+"))).await;
        page.is(422).says("That place in the results is not known.");
        assert_eq!(page.attribute("main #q", "value"), "galleon");
    }
}

#[tokio::test]
async fn a_headline_counts_more_than_a_word_and_then_what_is_new_and_quoted() {
    let (board, article, ann, _) = stage("A word of a galleon, long ago.").await;
    board.article_with("The galleon", "It sails.").await;
    board.clock.advance(Duration::days(900));
    let ann = board.signed_in(ann.member().clone()).await;
    board.comment(&ann, &article, "A word of a galleon, lately.").await;
    let quoted = board.comment(&ann, &article, "A word of a galleon, quoted.").await;
    board.sql(&format!("update comments set quoted = 9 where id = {quoted}")).await;
    reads_texts(&board).await;
    let page = searches(&board.anyone(), "galleon").await;
    let words = page.words();
    let at = |part: &str| words.find(part).unwrap_or_else(|| panic!("{part}: {words}"));
    assert!(at("It sails.") < at("galleon , quoted") && at("galleon , quoted") < at("galleon , lately"));
    assert!(at("galleon , lately") < at("galleon , long ago"));
}
