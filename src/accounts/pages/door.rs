//! The door of a route: who may come in is asked before a handler runs.

use super::Asker;
use crate::accounts::Member;
use crate::web::{Audience, Error, Role, Site, caught};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::REFERER;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};

/// Lets in whom the audience names; what goes wrong behind the door is an answer, too.
///
/// # Errors
/// None: errors are answers with an error in them, which the edge makes pages of.
pub async fn door<B: MessageBody + 'static>(
    audience: Audience,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asked = request.request().clone();
    let answered = match enter(audience, &asked).await {
        Ok(()) => caught(next.call(request)).await,
        Err(error) => Err(error.into()),
    };
    Ok(answered
        .map_or_else(|error| ServiceResponse::from_err(error, asked), ServiceResponse::map_into_boxed_body))
}

async fn enter(audience: Audience, request: &HttpRequest) -> Result<(), Error> {
    if matches!(audience, Audience::Anyone | Audience::Writers) {
        return Ok(());
    }
    let site =
        request.app_data::<Data<Site>>().cloned().ok_or_else(|| Error::Broken("no site".to_owned()))?;
    let asker = Asker::of(request, &site);
    let who = {
        let db = asker.db().await?;
        asker.who(&db).await?
    };
    admit(audience, who.member(), request)?;
    request.extensions_mut().insert(who);
    Ok(())
}

fn admit(audience: Audience, member: Option<&Member>, request: &HttpRequest) -> Result<(), Error> {
    let least = match audience {
        Audience::Anyone | Audience::Writers => return Ok(()),
        Audience::Members => Role::Member,
        Audience::Moderators => Role::Moderator,
        Audience::Administrators => Role::Administrator,
    };
    match member {
        None => Err(Error::SignInFirst { back: page_of(request) }),
        Some(member) if member.role >= least && least > Role::Member && member.barred => {
            Err(Error::TwoStepFirst)
        }
        Some(member) if member.role >= least => Ok(()),
        Some(_) => Err(Error::NotFound),
    }
}

/// The page that is asked for; for a form, the page that it stood on.
pub(super) fn page_of(request: &HttpRequest) -> String {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    }
    let referer = request.headers().get(REFERER).and_then(|value| value.to_str().ok());
    let path = referer.and_then(|text| url::Url::parse(text).ok()).map(|url| url.path().to_owned());
    path.unwrap_or_else(|| "/".to_owned())
}
