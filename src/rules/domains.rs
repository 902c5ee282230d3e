//! Domains: read out of what an administrator types, and looked up for a link. A domain stands for all below it.

use std::collections::BTreeSet;
use url::Url;

/// How many domains a rule may have.
pub const MOST: usize = 5_000;

/// Domains, as links name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Domains(BTreeSet<String>);

/// Why a list of domains cannot be kept.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DomainsRefused {
    /// A line that names none.
    #[error("Line {line}, “{text}”, is no domain. Write one a line, like shop.example.")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// Too many.
    #[error("A rule has at most 5,000 domains; these are {0}.")]
    TooMany(usize),
}

impl Domains {
    /// Reads one domain a line; an address is taken for the domain in it. Empty lines do not count.
    ///
    /// # Errors
    /// [`DomainsRefused`].
    pub fn read(typed: &str) -> Result<Self, DomainsRefused> {
        let lines = (1..).zip(typed.lines().map(str::trim)).filter(|(_, line)| !line.is_empty());
        let domains = lines.map(|(line, text)| {
            domain(text).ok_or_else(|| DomainsRefused::Line { line, text: text.chars().take(60).collect() })
        });
        let domains = domains.collect::<Result<BTreeSet<String>, _>>()?;
        if domains.len() > MOST { Err(DomainsRefused::TooMany(domains.len())) } else { Ok(Self(domains)) }
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The domain among these that a link leads to.
    #[must_use]
    pub fn of(&self, link: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        let url = Url::parse(link).ok()?;
        let mut rest = url.host_str()?.trim_end_matches('.');
        loop {
            if let Some(known) = self.0.get(rest) {
                return Some(known);
            }
            rest = rest.split_once('.')?.1;
        }
    }
}

impl<'a> FromIterator<&'a str> for Domains {
    fn from_iter<T: IntoIterator<Item = &'a str>>(domains: T) -> Self {
        Self(domains.into_iter().map(str::to_owned).collect())
    }
}

fn domain(text: &str) -> Option<String> {
    let address = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&address).ok()?;
    let host = url.domain()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let fits = host.contains('.') && host.split('.').all(|part| !part.is_empty()) && !host.contains('*');
    fits.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_stands_for_all_below_it() {
        let domains =
            Domains::read("shop.example\r\n\nhttps://www.Pills.example/cheap?x=1\nбаня.example").unwrap();
        assert_eq!(
            domains.iter().collect::<Vec<_>>(),
            ["pills.example", "shop.example", "xn--80ab1b7d.example"]
        );
        assert_eq!(domains.of("https://a.b.shop.example/x"), Some("shop.example"));
        assert_eq!(domains.of("HTTP://PILLS.EXAMPLE."), Some("pills.example"));
        assert_eq!(domains.of("https://баня.example/"), Some("xn--80ab1b7d.example"));
        assert_eq!(domains.of("https://workshop.example"), None);
        assert_eq!(domains.of("https://shop.example.org"), None);
        assert_eq!(domains.of("not a link"), None);
    }

    #[test]
    fn a_line_that_is_no_domain_is_named() {
        let refused = Domains::read("a.example\nnot a domain").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "Line 2, “not a domain”, is no domain. Write one a line, like shop.example."
        );
        for line in ["localhost", "*.example", "a..example", "[::1]", "127.0.0.1", "http://"] {
            assert!(Domains::read(line).is_err(), "{line}");
        }
        let many: String = (0..=MOST).flat_map(|n| [format!("a{n}"), ".example\n".to_owned()]).collect();
        assert_eq!(Domains::read(&many).unwrap_err(), DomainsRefused::TooMany(MOST + 1));
    }
}
