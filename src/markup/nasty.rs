//! No text, however it is made, becomes HTML that does anything: each tag and attribute of the output is read
//! back.

use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::{Caption, Surroundings, blockquote, excerpt, paragraphs, read, replace_lines};

const TAGS: &str = "p h4 h5 h6 ul ol li blockquote pre code hr br em strong del a b details summary \
                    table thead tbody tr th td figure figcaption span";

/// Each attribute that may be written; a class only with a value of this room's.
fn attribute_is_safe(name: &str, value: &str) -> bool {
    match name {
        "href" => {
            let url = value.to_lowercase();
            ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
                || (url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\"))
        }
        "rel" => value == "nofollow ugc noopener",
        "dir" => value == "auto",
        "scope" => value == "col",
        "class" => ["quote", "long", "cite", "verbatim", "unattributed"].contains(&value),
        "start" => value.chars().all(|c| c.is_ascii_digit()),
        "data-fidelity" | "data-source" => true,
        _ => false,
    }
}

/// Every `<` in the output begins a tag of ours, with attributes of ours.
fn check(html: &str) {
    for tag in html.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("an open tag");
        assert!(!text.contains('>'), "{html}");
        let mut parts = tag.trim_start_matches('/').splitn(2, ' ');
        let name = parts.next().unwrap();
        assert!(TAGS.split(' ').any(|known| known == name), "<{tag}> in {html}");
        let mut attributes = parts.next().unwrap_or_default();
        while let Some((name, rest)) = attributes.split_once("=\"") {
            let (value, rest) = rest.split_once('"').expect("a closed value");
            assert!(attribute_is_safe(name, value), "{name}={value} in {html}");
            attributes = rest.trim_start();
        }
        assert_eq!(attributes, "", "{html}");
    }
}

fn check_all(source: &str) {
    let Ok(document) = read(source) else { return };
    let names = BTreeSet::from(["ann".to_owned(), "script".to_owned()]);
    let around = Surroundings { thread: "/a/3/x", per_page: 50, names: &names };
    let caption = Caption {
        fidelity: "verbatim",
        source: source.to_owned(),
        credit: source.to_owned(),
        link: Some(source.to_owned()),
        note: source.to_owned(),
        blanked: false,
    };
    check(document.html(&around, &[caption]).as_str());
    check(document.html(&around, &[]).as_str());
    let places = document.own_words().matches('\u{FFFC}').count();
    assert_eq!(places, document.quotes().len(), "{source:?}");
    for paragraph in paragraphs(source).unwrap() {
        check(paragraph.html.as_str());
    }
}

#[test]
fn known_attacks_do_nothing() {
    for source in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](\u{1}javascript:alert(1))",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "[a](vbscript:b) [a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](http://x.y \"onclick=alert(1)\")",
        "[a](http://x.y\"onclick=\"alert(1))",
        "http://x.y/\"onmouseover=\"alert(1)",
        "[a]: javascript:alert(1)\n\n[a]",
        "> #1\"><script>\n> a",
        "```\"><script>\na\n```",
        "In *<script>*: [\"><script>](http://x.y/\"><script>)",
        "@script<script> #1<script>",
        "|a<script>|\n|-|\n|<img onerror=x>|",
        "<svg><style><img title=\"</style><script>\">",
    ] {
        check_all(source);
    }
}

#[test]
fn big_texts_are_read_or_refused() {
    for part in [
        "> ", "- ", "[", "*a ", "**a", "`a", "<a", "![", "\\", "&#", "|", "http://a", "@a", "#1", "~~a",
        "1. ",
    ] {
        check_all(&part.repeat(20_000 / part.len()));
        check_all(&format!("{part}\n").repeat(20_000 / (part.len() + 1)));
    }
}

fn nasty() -> impl Strategy<Value = String> {
    let marks = "<script> </script> onerror= alert(1) javascript: data: \" ' < > / [ ]( ) ! ` ``` #12 \
                 @ann @ # * ** _ ~~ | |-| &lt; &#60; &quot; &colon; \\ http:// x.y www. a <!-- --> <![CDATA[ ]]> <? \
                 [a] mailto: // <style> <svg> #1 p3 class=x id= === ---";
    let spaced = [
        "\n",
        "\n\n",
        "> ",
        "\n|-|-|\n",
        "- ",
        "1. ",
        "    ",
        "\t",
        " ",
        "[a]: b",
        "In *",
        "*: ",
        "<img x ",
        "\u{FFFC}",
        "\u{202e}",
        "\u{0}",
        "\r",
        "<a b=\"",
    ];
    let fragment = prop::sample::select(marks.split(' ').chain(spaced).collect::<Vec<_>>());
    prop::collection::vec(fragment, 0..40).prop_map(|fragments| fragments.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn nasty_fragments_do_nothing(source in nasty()) {
        check_all(&source);
    }

    #[test]
    fn any_text_does_nothing(source in any::<String>()) {
        check_all(&source);
    }

    #[test]
    fn nasty_words_are_quoted_whole(words in nasty()) {
        let read = read(&blockquote(Some("#1"), &words)).unwrap();
        prop_assert_eq!(read.quotes().len(), 1);
        prop_assert!(excerpt(&read.quotes()[0].words, 10).chars().count() <= 11);
    }

    #[test]
    fn a_replaced_quote_leaves_the_others_as_they_were(source in nasty()) {
        let Ok(document) = read(&source) else { return Ok(()) };
        for (at, quote) in document.quotes().iter().enumerate() {
            let replaced = read(&replace_lines(&source, &quote.lines, "> #77\n> new")).unwrap();
            prop_assert_eq!(&replaced.quotes()[at].words, "new");
            prop_assert_eq!(replaced.quotes().len(), document.quotes().len());
        }
    }
}
