//! Moments in words. A page that many viewers share says the date; relative words are for pages made for one.

use crate::db::Timestamp;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// A moment to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Moment(pub Timestamp);

impl Moment {
    /// For the `datetime` of a `<time>`.
    #[must_use]
    pub fn machine(&self) -> String {
        self.0.replace_nanosecond(0).unwrap_or(self.0).format(&Rfc3339).unwrap_or_default()
    }

    /// Like `12 Aug 2016, 14:07`, in UTC.
    #[must_use]
    pub fn date(&self) -> String {
        let form = format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute]");
        self.0.format(form).unwrap_or_default()
    }

    /// Like `14:07`, in UTC.
    #[must_use]
    pub fn time(&self) -> String {
        self.0.format(format_description!("[hour]:[minute]")).unwrap_or_default()
    }

    /// Like `12 August 2016`.
    #[must_use]
    pub fn day(&self) -> String {
        day(self.0.date())
    }

    /// Like `4 min ago`.
    #[must_use]
    pub fn ago(&self, now: &Timestamp) -> String {
        match (*now - self.0).whole_minutes() {
            ..1 => "just now".to_owned(),
            _ => format!("{} ago", self.since(now)),
        }
    }

    /// How long it lasts already, like `4 min`.
    #[must_use]
    pub fn since(&self, now: &Timestamp) -> String {
        length(*now - self.0)
    }
}

/// A length of time in its largest unit.
#[must_use]
pub fn length(time: time::Duration) -> String {
    let minutes = time.whole_minutes().max(0);
    match minutes {
        0..60 => format!("{minutes} min"),
        60..1440 => format!("{} h", minutes / 60),
        1440..2880 => "1 day".to_owned(),
        _ => format!("{} days", minutes / 1440),
    }
}

/// Like `12 August 2016`.
#[must_use]
pub fn day(date: time::Date) -> String {
    date.format(format_description!("[day padding:none] [month repr:long] [year]")).unwrap_or_default()
}
