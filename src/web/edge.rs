//! The edge: every request passes here, and no error leaves without a page, a status and a line in the log.

use super::answer::with_status;
use super::{Answer, Error, Shell, Site, guard};
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use tracing_actix_web::RequestId;

#[derive(Template)]
#[template(path = "web/error.html")]
struct ErrorPage {
    shell: Shell,
    title: &'static str,
    sentence: String,
    request: Option<String>,
}

/// The outermost layer of the server.
///
/// # Errors
/// Never in practice: what a handler could not do becomes a page here.
pub async fn edge(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, actix_web::Error> {
    let site =
        request.app_data::<Data<Site>>().cloned().ok_or_else(|| Error::Broken("no site".to_owned()))?;
    if let Err(refused) = may_enter(&request, &site) {
        let (asked, _) = request.into_parts();
        return Ok(answered(asked, &site, &refused));
    }
    site.refresh_board().await;
    let mut response = next.call(request).await?;
    if let Some(error) = told_by(&response) {
        let (asked, _) = response.into_parts();
        return Ok(answered(asked, &site, &error));
    }
    // What the browser has already is dressed.
    if response.status() != StatusCode::NOT_MODIFIED {
        dress(response.headers_mut());
    }
    Ok(response.map_into_left_body())
}

fn may_enter(request: &ServiceRequest, site: &Site) -> Result<(), Error> {
    guard::refuse_broken_text(request.uri().path())?;
    guard::refuse_broken_text(request.query_string())?;
    guard::refuse_cross_site(request, site.address())
}

fn told_by<B>(response: &ServiceResponse<B>) -> Option<Error> {
    if let Some(error) = response.response().error() {
        return Some(as_ours(error));
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(Error::NotFound),
        _ => None,
    }
}

fn as_ours(error: &actix_web::Error) -> Error {
    if let Some(ours) = error.as_error::<Error>() {
        return ours.clone();
    }
    match error.as_response_error().status_code() {
        StatusCode::NOT_FOUND => Error::NotFound,
        status if status.is_client_error() => Error::Bad("The request could not be read.".to_owned()),
        _ => Error::Broken(error.to_string()),
    }
}

fn answered<B: MessageBody>(
    asked: HttpRequest,
    site: &Site,
    error: &Error,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let id = request_id(&asked);
    // The route and not the path, which may end in a secret.
    let route = asked.match_pattern().unwrap_or_default();
    match error {
        Error::Broken(why) => tracing::error!(request = id, route, why, "broken"),
        Error::Away(why) => tracing::warn!(request = id, route, why, "database away"),
        _ => {}
    }
    let page = error_page(site, error, &id);
    let mut response = page.unwrap_or_else(|_| HttpResponse::new(error.status()));
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    dress(response.headers_mut());
    ServiceResponse::new(asked, response).map_into_right_body()
}

fn error_page(site: &Site, error: &Error, id: &str) -> Answer {
    if let Error::SignInFirst { back } = error {
        let back = percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC);
        return super::see_other(&format!("/sign-in?back={back}"));
    }
    if matches!(error, Error::TwoStepFirst) {
        return super::see_other("/settings/two-step");
    }
    let shell = Shell {
        title: error.title().to_owned(),
        board: site.board(),
        viewer: None,
        // Who is looking is not known here, so the bar says neither “sign in” nor a name.
        here: String::new(),
        current: "",
        told: None,
        head: None,
    };
    let request = matches!(error, Error::Broken(_)).then(|| id.to_owned());
    with_status(
        error.status(),
        &ErrorPage { shell, title: error.title(), sentence: error.to_string(), request },
    )
}

fn request_id(asked: &HttpRequest) -> String {
    use actix_web::HttpMessage;
    asked.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
}

/// Deny by default: no inline script or style, no other host, no frame, no guessing of types.
pub(super) fn dress(headers: &mut HeaderMap) {
    const DRESS: [(HeaderName, &str); 5] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in DRESS {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}
