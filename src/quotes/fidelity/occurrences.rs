//! Finding every place of a needle, forwards or backwards, in linear time.

/// Where a needle ends in a hay, overlapping places too, in linear time (Knuth, Morris and Pratt):
/// `str::find` again and again after each place that is not at word boundaries would be quadratic.
pub(super) struct Occurrences<Hay> {
    needle: Vec<u8>,
    /// For each beginning of the needle: how long a beginning it also ends with.
    borders: Vec<usize>,
    hay: Hay,
    read: usize,
    matched: usize,
}

impl<Hay: Iterator<Item = u8>> Occurrences<Hay> {
    pub fn of(needle: impl Iterator<Item = u8>, hay: Hay) -> Self {
        let needle: Vec<u8> = needle.collect();
        let borders = Vec::with_capacity(needle.len());
        let mut search = Self { needle, borders, hay, read: 0, matched: 0 };
        search.borders.push(0);
        let mut border = 0;
        for at in 1..search.needle.len() {
            border = search.needle.get(at).map_or(0, |byte| search.step(border, *byte));
            search.borders.push(border);
        }
        search
    }

    fn step(&self, mut matched: usize, byte: u8) -> usize {
        loop {
            if self.needle.get(matched) == Some(&byte) {
                return matched + 1;
            }
            let Some(last) = matched.checked_sub(1) else {
                return 0;
            };
            matched = self.borders.get(last).copied().unwrap_or(0);
        }
    }
}

impl<Hay: Iterator<Item = u8>> Iterator for Occurrences<Hay> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let byte = self.hay.next()?;
            self.read += 1;
            self.matched = self.step(self.matched, byte);
            if self.matched == self.needle.len() {
                return Some(self.read);
            }
        }
    }
}
