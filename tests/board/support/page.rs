//! A page as its reader sees it: words, elements, forms and buttons.

use super::board::Raw;
use super::person::Person;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

/// A page that somebody has open.
pub struct Page {
    person: Person,
    pub path: String,
    pub status: u16,
    pub html: String,
    filled: BTreeMap<String, String>,
}

impl Page {
    pub(super) fn new(person: Person, path: String, raw: &Raw) -> Self {
        let html = String::from_utf8_lossy(&raw.body).into_owned();
        Self { person, path, status: raw.status, html, filled: BTreeMap::new() }
    }

    /// The words of the page, white space folded.
    pub fn words(&self) -> String {
        let page = Html::parse_document(&self.html);
        let body = Selector::parse("body").unwrap();
        let words: String = page.select(&body).flat_map(|body| body.text()).collect::<Vec<_>>().join(" ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Checks that these words stand on it.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.words().contains(words), "“{words}” is not on {}: {}", self.path, self.words());
        self
    }

    /// Checks that these words do not stand on it.
    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Self {
        assert!(!self.words().contains(words), "“{words}” is on {}: {}", self.path, self.words());
        self
    }

    /// Checks the status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}: {}", self.path, self.words());
        self
    }

    /// How many elements a CSS selector finds.
    pub fn count(&self, selector: &str) -> usize {
        Html::parse_document(&self.html).select(&Selector::parse(selector).expect(selector)).count()
    }

    /// Checks that a CSS selector finds something.
    #[track_caller]
    pub fn has(&self, selector: &str) -> &Self {
        assert!(self.count(selector) > 0, "{selector} finds nothing on {}: {}", self.path, self.html);
        self
    }

    /// Checks that a CSS selector finds nothing.
    #[track_caller]
    pub fn has_no(&self, selector: &str) -> &Self {
        assert_eq!(self.count(selector), 0, "{selector} on {}", self.path);
        self
    }

    /// The words of the first element that a CSS selector finds.
    #[track_caller]
    pub fn words_of(&self, selector: &str) -> String {
        let page = Html::parse_document(&self.html);
        let found = page.select(&Selector::parse(selector).expect(selector)).next();
        let found =
            found.unwrap_or_else(|| panic!("{selector} finds nothing on {}: {}", self.path, self.html));
        found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// An attribute of the first element that a CSS selector finds.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> String {
        let page = Html::parse_document(&self.html);
        let found = page.select(&Selector::parse(selector).expect(selector)).next();
        let value = found.and_then(|element| element.value().attr(name)).map(str::to_owned);
        value.unwrap_or_else(|| panic!("no {selector} with {name} on {}: {}", self.path, self.html))
    }

    /// Types into a field.
    pub fn fills(mut self, field: &str, value: &str) -> Self {
        self.filled.insert(field.to_owned(), value.to_owned());
        self
    }

    /// Presses the first button whose words begin so: its form is sent with all its fields.
    pub async fn presses(&self, button: &str) -> Page {
        let (action, fields) = self.form_of(button);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.person.sends(&action, &fields).await
    }

    fn form_of(&self, button: &str) -> (String, Vec<(String, String)>) {
        let page = Html::parse_document(&self.html);
        let buttons = Selector::parse("form button").unwrap();
        let pressed = page.select(&buttons).find(|b| b.text().collect::<String>().trim().starts_with(button));
        let pressed =
            pressed.unwrap_or_else(|| panic!("no button “{button}” on {}: {}", self.path, self.html));
        let form =
            pressed.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "form").unwrap();
        let mut fields: Vec<(String, String)> = Vec::new();
        for field in form.select(&Selector::parse("input, textarea, select").unwrap()) {
            if let Some((name, value)) = value_of(field) {
                fields.push((name, value));
            }
        }
        for (name, value) in &self.filled {
            fields.retain(|(known, _)| known != name);
            fields.push((name.clone(), value.clone()));
        }
        if let Some(name) = pressed.value().attr("name") {
            fields.push((name.to_owned(), pressed.value().attr("value").unwrap_or_default().to_owned()));
        }
        let action = pressed.value().attr("formaction").or(form.value().attr("action")).unwrap_or(&self.path);
        (action.to_owned(), fields)
    }
}

fn value_of(field: ElementRef<'_>) -> Option<(String, String)> {
    let element = field.value();
    let name = element.attr("name")?.to_owned();
    let value = element.attr("value").unwrap_or_default().to_owned();
    match (element.name(), element.attr("type").unwrap_or_default()) {
        (_, "checkbox" | "radio") => element.attr("checked").map(|_| (name, value)),
        ("textarea", _) => {
            let text: String = field.text().collect();
            Some((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()))
        }
        ("select", _) => {
            let options = Selector::parse("option").unwrap();
            let chosen = field.select(&options).find(|o| o.value().attr("selected").is_some());
            let chosen = chosen.or_else(|| field.select(&options).next());
            Some((name, chosen.and_then(|o| o.value().attr("value")).unwrap_or_default().to_owned()))
        }
        _ => Some((name, value)),
    }
}
