//! The page of figures: how the queue did over a span of days, by rule and by moderator.

mod store;

use crate::db::{Conn, Timestamp, Word};
use crate::rules;
use diesel::QueryResult;
use time::{Date, Duration};

/// How many days are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// A week.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
}

/// How the queue did.
#[derive(Clone, Debug)]
pub struct Report {
    /// How many cases wait now.
    pub waiting: i64,
    /// How long the oldest of them waits.
    pub longest: Option<Duration>,
    /// Half of the cases were decided within this time.
    pub median: Option<Duration>,
    /// 95 of 100 were decided within this time.
    pub slow: Option<Duration>,
    /// How what was held ended.
    pub held: Ended,
    /// How many decisions were made.
    pub decisions: i64,
    /// How many of these were taken back or reversed.
    pub overturned: i64,
    /// Each day, the oldest first.
    pub days: Vec<Day>,
    /// Each rule, the one that held most first.
    pub rules: Vec<ByRule>,
}

/// How many were approved and how many not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    /// Readers see it.
    pub approved: i64,
    /// Readers do not.
    pub rejected: i64,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// How many cases were opened.
    pub opened: i64,
    /// How many decisions were made.
    pub decided: i64,
}

/// What a rule brought before moderators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByRule {
    /// The rule.
    pub rule: String,
    /// How many cases have it among their reasons.
    pub cases: i64,
    /// How these ended.
    pub ended: Ended,
}

/// What a moderator decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByModerator {
    /// Who.
    pub name: String,
    /// How many decisions.
    pub decisions: i64,
    /// What these were.
    pub ended: Ended,
    /// How many of them were taken back or reversed, by whomever.
    pub overturned: i64,
    /// Half of the cases had waited no longer than this when they were decided.
    pub median: Option<Duration>,
}

/// How the queue did over the days up to now.
///
/// # Errors
/// When the database refuses.
pub async fn report(db: &Conn, span: Span, now: Timestamp) -> QueryResult<Report> {
    let since = span.since(now);
    let (row, days, rules) =
        tokio::try_join!(store::row(db, since), store::days(db, (since, now)), store::by_rule(db, since))?;
    Ok(Report {
        waiting: row.waiting,
        longest: row.oldest.map(|oldest| now - oldest),
        median: duration(row.median_seconds),
        slow: duration(row.slow_seconds),
        held: Ended { approved: row.approved, rejected: row.rejected },
        decisions: row.decisions,
        overturned: row.overturned,
        days,
        rules,
    })
}

/// What each moderator decided over the days up to now, who decided most first.
///
/// # Errors
/// When the database refuses.
pub async fn by_moderator(db: &Conn, span: Span, now: Timestamp) -> QueryResult<Vec<ByModerator>> {
    store::by_moderator(db, span.since(now)).await
}

fn duration(seconds: Option<f64>) -> Option<Duration> {
    seconds.map(|seconds| Duration::seconds_f64(seconds.max(0.0)))
}

/// So many of 100, rounded.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}

impl Span {
    /// How many days that are.
    #[must_use]
    pub fn days(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }

    /// The beginning of its first day, in UTC; today is its last.
    fn since(self, now: Timestamp) -> Timestamp {
        let today = now.to_offset(time::UtcOffset::UTC).date();
        today.midnight().assume_utc() - Duration::days(self.days() - 1)
    }
}

impl Word for Span {
    const ALL: &'static [Self] = &[Self::Week, Self::Month, Self::Quarter];

    fn word(self) -> &'static str {
        match self {
            Self::Week => "7",
            Self::Month => "30",
            Self::Quarter => "90",
        }
    }
}

impl Ended {
    /// Of 100 that were decided, so many were approved.
    #[must_use]
    pub fn approved_percent(&self) -> Option<i64> {
        percent(self.approved, self.approved + self.rejected)
    }
}

impl ByRule {
    /// The rule's name.
    #[must_use]
    pub fn title(&self) -> &'static str {
        rules::title(&self.rule)
    }
}

impl Report {
    /// The most that happened on one day, and at least 1.
    #[must_use]
    pub fn most(&self) -> i64 {
        self.days.iter().map(|day| day.opened.max(day.decided)).max().unwrap_or(0).max(1)
    }

    /// The points of a line in a picture 720 wide and 160 high: opened, or decided, a day.
    #[must_use]
    pub fn line(&self, decided: bool) -> String {
        let steps = i64::try_from(self.days.len()).unwrap_or(1).max(2) - 1;
        let point = |(index, day): (i64, &Day)| {
            let count = if decided { day.decided } else { day.opened };
            format!("{},{}", index * 720 / steps, 150 - count * 140 / self.most())
        };
        (0..).zip(&self.days).map(point).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn the_picture_spans_its_box() {
        let day = |opened, decided| Day { date: date!(2016 - 08 - 12), opened, decided };
        let report = Report {
            waiting: 0,
            longest: None,
            median: None,
            slow: None,
            held: Ended::default(),
            decisions: 0,
            overturned: 0,
            days: vec![day(0, 0), day(4, 2), day(2, 4)],
            rules: vec![],
        };
        assert_eq!(report.line(false), "0,150 360,10 720,80");
        assert_eq!(report.line(true), "0,150 360,80 720,10");
        assert_eq!(Report { days: vec![], ..report }.line(true), "");
    }

    #[test]
    fn a_span_begins_with_a_whole_day_and_today_is_its_last() {
        let now = datetime!(2016-08-12 14:07 UTC);
        assert_eq!(Span::Week.since(now), datetime!(2016-08-06 0:00 UTC));
    }

    #[test]
    fn shares_are_rounded() {
        assert_eq!((percent(1, 3), percent(2, 3), percent(0, 0)), (Some(33), Some(67), None));
    }
}
