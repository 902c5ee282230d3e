//! The row of page numbers under a list.

/// Which page of how many, and where the others are.
#[derive(Clone, Debug)]
pub struct Pager {
    /// The page that is shown, from 1.
    pub page: i32,
    /// How many there are, at least 1.
    pub pages: i32,
    /// What a link begins with: it ends in `?` or `&`.
    base: String,
    anchor: &'static str,
}

/// An entry of the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The page that is shown.
    Here(i32),
    /// Another, and its address.
    Page(i32, String),
    /// Some are left out.
    Gap,
}

impl Pager {
    /// `total` things, `per_page` on a page. `address` is the list's own, with its other parameters.
    #[must_use]
    pub fn new(page: i32, total: i64, per_page: i32, address: &str, anchor: &'static str) -> Self {
        let pages = total.max(1).saturating_add(i64::from(per_page) - 1) / i64::from(per_page);
        let base = format!("{address}{}", if address.contains('?') { '&' } else { '?' });
        Self { page, pages: i32::try_from(pages).unwrap_or(i32::MAX), base, anchor }
    }

    /// The address of a page.
    #[must_use]
    pub fn address(&self, page: i32) -> String {
        match page {
            1 => format!("{}{}", self.base.trim_end_matches(['?', '&']), self.anchor),
            _ => format!("{}page={page}{}", self.base, self.anchor),
        }
    }

    /// The page before, if there is one.
    #[must_use]
    pub fn before(&self) -> Option<i32> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after, if there is one.
    #[must_use]
    pub fn after(&self) -> Option<i32> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// First, last, and the neighbours of the page that is shown.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut last = 0;
        let near = (self.page - 1).max(2)..=(self.page + 1).min(self.pages - 1);
        for page in std::iter::once(1).chain(near).chain(std::iter::once(self.pages)) {
            if page <= last {
                continue;
            }
            if page > last + 1 {
                steps.push(Step::Gap);
            }
            steps.push(if page == self.page {
                Step::Here(page)
            } else {
                Step::Page(page, self.address(page))
            });
            last = page;
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_the_ends_and_the_neighbours() {
        let pager = Pager::new(5, 450, 50, "/a/1/x", "#comments");
        let shown: Vec<String> = pager
            .steps()
            .into_iter()
            .map(|step| match step {
                Step::Here(n) => format!("[{n}]"),
                Step::Page(n, _) => n.to_string(),
                Step::Gap => "…".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), "1 … 4 [5] 6 … 9");
        assert_eq!(pager.address(2), "/a/1/x?page=2#comments");
        assert_eq!(pager.address(1), "/a/1/x#comments");
    }

    #[test]
    fn a_page_beyond_the_end_still_leads_back() {
        let pager = Pager::new(9, 10, 50, "/?sort=new", "");
        assert_eq!(pager.steps(), [Step::Page(1, "/?sort=new".to_owned())]);
    }
}
