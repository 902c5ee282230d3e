//! What a request can fail with, apart from a form's faults: one match from each to a status and a sentence.

use crate::db::{self, Away};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// Why there is no page. The edge makes an error page of it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// There is no such page, or the viewer may not know of it.
    #[error("There is nothing at this address. It may have been removed, or the address may be mistyped.")]
    NotFound,
    /// One has to sign in first.
    #[error("Please sign in first.")]
    SignInFirst {
        /// The page to come back to.
        back: String,
    },
    /// The board asks two steps of whoever may do this.
    #[error("Please set up two-step sign-in first.")]
    TwoStepFirst,
    /// The viewer may know of it and may not do it.
    #[error("{0}")]
    NotAllowed(String),
    /// What the viewer saw has changed since.
    #[error("{0}")]
    Stale(String),
    /// Too many requests.
    #[error("{words}")]
    TooFast {
        /// In how many seconds it may be tried again.
        seconds: u32,
        /// What was too fast.
        words: String,
    },
    /// More bytes than any form here needs.
    #[error(
        "This is more than the board takes at once. Nothing was lost: go back, shorten it, and send it again."
    )]
    TooLarge,
    /// The request makes no sense.
    #[error("{0}")]
    Bad(String),
    /// Another site sent a form to this board in the viewer's name.
    #[error(
        "This form was sent from another site, so nothing was done. Go back to the board and send it from there."
    )]
    CrossSite,
    /// The request stopped in the middle.
    #[error("The request took too long to arrive. Nothing was lost: go back and send it again.")]
    TooSlow,
    /// More people sign in at once than passwords can be hashed.
    #[error(
        "Very many people are signing in at this moment. Nothing was lost: wait a few seconds, then send this again."
    )]
    Busy,
    /// More pages are open than the process tells what is new, or it is about to stop.
    #[error("Very many people are reading at this moment. What is new is on the page itself: load it again.")]
    Crowded,
    /// Postgres does not answer.
    #[error(
        "The board’s database is away for a moment. Nothing was lost: wait a few seconds, then load this page again."
    )]
    Away(String),
    /// A fault of the program.
    #[error(
        "Something broke on our side. It has been noted; if it happens again, tell the people who run this board the number below."
    )]
    Broken(String),
}

impl Error {
    /// The status that it is sent with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst { .. } | Self::TwoStepFirst => StatusCode::SEE_OTHER,
            Self::NotAllowed(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Stale(_) => StatusCode::CONFLICT,
            Self::TooFast { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Bad(_) => StatusCode::BAD_REQUEST,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Away(_) | Self::Busy | Self::Crowded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The headline of its page.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Nothing here",
            Self::SignInFirst { .. } => "Sign in first",
            Self::TwoStepFirst => "Two steps first",
            Self::NotAllowed(_) => "Not yours to do",
            Self::Stale(_) => "Something changed",
            Self::TooFast { .. } => "A little slower",
            Self::TooLarge => "Too large",
            Self::Bad(_) => "That did not arrive well",
            Self::CrossSite => "Not from here",
            Self::TooSlow => "Too slow",
            Self::Away(_) | Self::Busy | Self::Crowded => "Back in a moment",
            Self::Broken(_) => "Something broke",
        }
    }

    /// In how many seconds trying again makes sense, where it does.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooFast { seconds, .. } => Some(*seconds),
            Self::Away(_) | Self::Busy | Self::Crowded => Some(5),
            _ => None,
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            error if db::is_away(&error) => Self::Away(error.to_string()),
            error => Self::Broken(error.to_string()),
        }
    }
}

impl From<Away> for Error {
    fn from(away: Away) -> Self {
        Self::Away(away.to_string())
    }
}
