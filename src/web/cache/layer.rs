//! The outermost layer: a page from memory is sent before anything else of the board is asked, and whatever may write
//! is counted as a change when it ends, before its answer leaves.

use crate::web::Site;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready};
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::{Error, HttpMessage, HttpResponse};
use futures_util::FutureExt;
use futures_util::future::{Either, LocalBoxFuture, Ready, ready};

/// Sends pages from memory to whoever is nobody.
pub struct FromMemory {
    site: Site,
    is_nobody: fn(&HeaderMap) -> bool,
}

/// The layer around the others.
pub struct Layer<S> {
    service: S,
    site: Site,
    is_nobody: fn(&HeaderMap) -> bool,
}

impl FromMemory {
    /// Whoever sends such headers sees what everybody sees.
    #[must_use]
    pub fn new(site: Site, is_nobody: fn(&HeaderMap) -> bool) -> Self {
        Self { site, is_nobody }
    }
}

impl<S, B> Transform<S, ServiceRequest> for FromMemory
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = Layer<S>;
    type InitError = ();
    type Future = Ready<Result<Layer<S>, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(Layer { service, site: self.site.clone(), is_nobody: self.is_nobody }))
    }
}

impl<S, B> Service<ServiceRequest> for Layer<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future =
        Either<Ready<Result<Self::Response, Error>>, LocalBoxFuture<'static, Result<Self::Response, Error>>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if is_reading && let Some(answer) = self.at_once(&request) {
            let answer = request.into_response(answer).map_into_right_body();
            return Either::Left(ready(Ok(answer)));
        }
        let changing = (!is_reading).then(|| self.site.pages().changing());
        if let Some(changing) = &changing {
            request.extensions_mut().insert(changing.touched());
        }
        let answered = self.service.call(request);
        Either::Right(
            async move {
                let answer = answered.await.map(ServiceResponse::map_into_left_body);
                drop(changing);
                answer
            }
            .boxed_local(),
        )
    }
}

impl<S> Layer<S> {
    fn at_once(&self, request: &ServiceRequest) -> Option<HttpResponse> {
        if *request.method() == Method::OPTIONS || !(self.is_nobody)(request.headers()) {
            return None;
        }
        // Settings that are to be read again are read by the edge.
        let settings = self.site.settings_at_hand()?;
        self.site.pages().at_once(request.request(), settings)
    }
}
