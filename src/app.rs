//! The server: THE list of routes, each with who may come in, and the layers around them.

use crate::accounts::pages as accounts;
use crate::articles::pages as articles;
use crate::cli::Serving;
use crate::comments::pages as comments;
use crate::db;
use crate::moderation::pages as moderation;
use crate::notices::pages as notices;
use crate::own_data::pages as own_data;
use crate::rules::pages as rules;
use crate::search::pages as search;
use crate::web::{self, Answer, Audience, Clock, Error, Pages, Route, Site};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::Data;
use actix_web::{App, HttpMessage, HttpServer, Resource, Scope};
use std::collections::BTreeMap;
use tracing_actix_web::TracingLogger;

mod jobs;

pub use jobs::tell_what_is_new;

/// Every address of the board. Parameters in braces; the audience is asked before the handler runs.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = threads();
    routes.extend(people());
    routes.extend(desk());
    routes.extend(acts());
    routes.extend(rulebook());
    routes.extend(told());
    routes.extend(machines());
    routes
}

/// What is read and written.
fn threads() -> Vec<Route> {
    use Audience::{Administrators, Anyone, Members, Moderators, Writers};
    vec![
        Route::get("/", Anyone, articles::get_front),
        Route::get("/p/{slug}", Anyone, articles::get_publication),
        Route::get("/articles/new", Members, articles::get_new),
        Route::post("/articles", Writers, articles::post_article),
        Route::get("/a/{id}", Anyone, comments::get_thread_without_slug),
        Route::get("/a/{id}/{slug}", Anyone, comments::get_thread),
        Route::get("/a/{id}/live", Anyone, comments::get_live),
        Route::get("/a/{id}/{slug}/reply", Anyone, comments::get_reply),
        Route::post("/a/{id}/comments", Writers, comments::post_comment),
        Route::post("/a/{id}/draft", Writers, comments::post_draft).unseen(),
        Route::get("/a/{id}/edit", Members, articles::get_edit),
        Route::post("/a/{id}/edit", Writers, articles::post_edit),
        Route::get("/a/{id}/history", Anyone, articles::get_history),
        Route::post("/a/{id}/closure", Moderators, articles::post_closure),
        Route::post("/a/{id}/reopening", Moderators, articles::post_reopening),
        Route::post("/preview", Anyone, comments::post_preview).unseen(),
        Route::post("/quote", Anyone, comments::post_quote).unseen(),
        Route::get("/search", Anyone, search::get_search),
        Route::get("/c/{id}", Anyone, comments::get_place),
        Route::get("/c/{id}/edit", Members, comments::get_edit),
        Route::post("/c/{id}/edit", Writers, comments::post_edit),
        Route::get("/c/{id}/history", Anyone, comments::get_history),
        Route::get("/c/{id}/conversation", Anyone, comments::get_conversation),
        Route::get("/c/{id}/quoters", Anyone, comments::get_quoters),
        Route::post("/c/{id}/deletion", Members, comments::post_deletion),
        Route::post("/c/{id}/recommendation", Members, comments::post_recommendation),
        Route::get("/c/{id}/flag", Members, moderation::get_flag),
        Route::post("/c/{id}/flag", Members, moderation::post_flag),
        Route::post("/c/{id}/flag/end", Members, moderation::post_end_of_flag),
        Route::get("/c/{id}/appeal", Members, moderation::get_appeal),
        Route::post("/c/{id}/appeal", Members, moderation::post_appeal),
        Route::post("/admin/topics", Administrators, articles::post_topic),
        Route::get("/assets/{file}", Anyone, web::get_asset),
        Route::get("/healthz", Anyone, get_alive),
        Route::get("/readyz", Anyone, get_ready),
    ]
}

/// Accounts, and the settings of the board.
fn people() -> Vec<Route> {
    use Audience::{Administrators, Anyone, Members};
    vec![
        Route::get("/u/{name}", Anyone, accounts::get_person),
        Route::get("/join", Anyone, accounts::get_join),
        Route::post("/join", Anyone, accounts::post_join),
        Route::get("/sign-in", Anyone, accounts::get_sign_in),
        Route::post("/sign-in", Anyone, accounts::post_sign_in).unseen(),
        Route::get("/sign-in/code", Anyone, accounts::get_second_step),
        Route::post("/sign-in/code", Anyone, accounts::post_second_step).unseen(),
        Route::post("/sign-out", Anyone, accounts::post_sign_out).unseen(),
        Route::get("/setup/{token}", Anyone, accounts::get_setup),
        Route::post("/setup/{token}", Anyone, accounts::post_setup),
        Route::get("/password/forgotten", Anyone, accounts::get_forgotten),
        Route::post("/password/forgotten", Anyone, accounts::post_forgotten),
        Route::get("/password/reset/{token}", Anyone, accounts::get_reset),
        Route::post("/password/reset/{token}", Anyone, accounts::post_reset),
        Route::get("/email/confirm/{token}", Anyone, accounts::get_confirm),
        Route::post("/email/confirm/{token}", Anyone, accounts::post_confirm),
        Route::get("/email/take-back/{token}", Anyone, accounts::get_take_back),
        Route::post("/email/take-back/{token}", Anyone, accounts::post_take_back),
        Route::get("/settings/email", Members, accounts::get_email),
        Route::post("/settings/email", Members, accounts::post_email),
        Route::post("/settings/email/confirmation", Members, accounts::post_confirmation),
        Route::get("/admin/metrics", Administrators, accounts::get_metrics),
        Route::get("/admin/metrics.txt", Administrators, accounts::get_metrics_text),
        Route::get("/admin/mail", Administrators, accounts::get_mail),
        Route::get("/admin/mail/{id}", Administrators, accounts::get_letter),
        Route::post("/admin/mail/{id}/opening", Administrators, accounts::post_opening),
        Route::post("/admin/mail/test", Administrators, accounts::post_test),
        Route::get("/settings/profile", Members, accounts::get_profile),
        Route::post("/settings/profile", Members, accounts::post_profile),
        Route::post("/settings/profile/name", Members, accounts::post_name),
        Route::get("/settings/data", Members, own_data::get_data),
        Route::get("/settings/data/download", Members, own_data::get_download),
        Route::post("/settings/data/deletion", Members, own_data::post_deletion),
        Route::post("/settings/data/deletion/undo", Members, own_data::post_undo),
        Route::get("/settings/two-step", Members, accounts::get_two_step),
        Route::post("/settings/two-step", Members, accounts::post_two_step),
        Route::post("/settings/two-step/confirmation", Members, accounts::post_two_step_confirmation),
        Route::post("/settings/two-step/codes", Members, accounts::post_codes),
        Route::post("/settings/two-step/end", Members, accounts::post_end_of_two_step),
        Route::get("/settings/password", Members, accounts::get_own_password),
        Route::post("/settings/password", Members, accounts::post_own_password),
        Route::get("/settings/sessions", Members, accounts::get_sessions),
        Route::post("/settings/sessions/end", Members, accounts::post_end_of_sessions),
        Route::get("/admin/board", Administrators, accounts::get_board),
        Route::post("/admin/board", Administrators, accounts::post_board),
        Route::get("/admin/accounts", Administrators, accounts::get_accounts),
        Route::get("/admin/accounts/{id}", Administrators, accounts::get_account),
        Route::post("/admin/accounts/{id}/role", Administrators, accounts::post_role),
        Route::post("/admin/accounts/{id}/standing", Administrators, accounts::post_standing),
        Route::post("/admin/accounts/{id}/sessions/end", Administrators, accounts::post_sign_out_everywhere),
        Route::get("/admin/invitations", Administrators, accounts::get_invitations),
        Route::post("/admin/invitations", Administrators, accounts::post_invitation),
        Route::post("/admin/invitations/{id}/end", Administrators, accounts::post_end_of_invitation),
    ]
}

/// What a member is told of, and how.
fn told() -> Vec<Route> {
    use Audience::{Anyone, Members};
    vec![
        Route::get("/inbox", Members, notices::get_inbox),
        Route::post("/inbox/read", Members, notices::post_read).unseen(),
        Route::get("/settings/notifications", Members, notices::get_notifications),
        Route::post("/settings/notifications", Members, notices::post_notifications),
        Route::post("/u/{name}/mute", Members, notices::post_mute),
        Route::post("/u/{name}/mute/end", Members, notices::post_end_of_mute),
        Route::post("/a/{id}/mute", Members, notices::post_thread_mute),
        Route::post("/a/{id}/mute/end", Members, notices::post_end_of_thread_mute),
        Route::get("/unsubscribe/{ticket}", Anyone, notices::get_unsubscribe),
        Route::post("/unsubscribe/{ticket}", Anyone, notices::post_unsubscribe),
    ]
}

/// What machines read: feeds, and the map of the board.
fn machines() -> Vec<Route> {
    use Audience::{Anyone, Moderators};
    vec![
        Route::get("/feed.atom", Anyone, notices::get_board_feed),
        Route::get("/p/{slug}/feed.atom", Anyone, notices::get_publication_feed),
        Route::get("/a/{id}/feed.atom", Anyone, notices::get_thread_feed),
        Route::get("/a/{id}/discussion.json", Anyone, comments::get_discussion),
        Route::get("/u/{name}/feed.atom", Anyone, notices::get_person_feed),
        Route::get("/feeds/queue/{secret}", Anyone, notices::get_queue_feed),
        Route::post("/settings/notifications/queue-feed", Moderators, notices::post_queue_feed),
        Route::post("/settings/notifications/queue-feed/end", Moderators, notices::post_end_of_queue_feed),
        Route::get("/robots.txt", Anyone, articles::get_robots),
        Route::get("/sitemap.xml", Anyone, articles::get_sitemap),
        Route::get("/sitemap/{part}", Anyone, articles::get_part),
    ]
}

/// Moderation.
fn desk() -> Vec<Route> {
    use Audience::Moderators;
    vec![
        Route::get("/queue", Moderators, moderation::get_queue),
        Route::get("/queue/lot", Moderators, moderation::get_lot),
        Route::post("/queue/lot", Moderators, moderation::post_lot),
        Route::post("/lots/{lot}/undo", Moderators, moderation::post_undo_of_lot),
        Route::get("/queue/live", Moderators, moderation::get_live),
        Route::get("/queue/{case}", Moderators, moderation::get_case),
        Route::post("/queue/{case}/claim", Moderators, moderation::post_claim),
        Route::post("/queue/{case}/decision", Moderators, moderation::post_decision),
        Route::post("/queue/{case}/reversal", Moderators, moderation::post_reversal),
        Route::post("/decisions/{id}/undo", Moderators, moderation::post_undo),
        Route::get("/moderation/decided", Moderators, moderation::get_decided),
        Route::get("/moderation/figures", Moderators, moderation::get_figures),
        Route::get("/moderation/log", Moderators, moderation::get_log),
        Route::get("/moderation/log.csv", Moderators, moderation::get_log_file),
        Route::get("/log", Audience::Anyone, moderation::get_public_log),
        Route::post("/a/{id}/moderation", Moderators, articles::post_moderation),
        Route::post("/a/{id}/moderation/end", Moderators, articles::post_end_of_moderation),
    ]
}

/// What moderators do with people.
fn acts() -> Vec<Route> {
    use Audience::Moderators;
    vec![
        Route::get("/moderation/people", Moderators, moderation::get_people),
        Route::get("/moderation/people/{id}", Moderators, moderation::get_person),
        Route::post("/moderation/people/{id}/sanctions", Moderators, moderation::post_sanction),
        Route::post("/moderation/people/{id}/notes", Moderators, moderation::post_note),
        Route::post("/moderation/people/{id}/standing", Moderators, moderation::post_standing),
        Route::post("/moderation/sanctions/{id}/lift", Moderators, moderation::post_lift),
        Route::post("/moderation/sanctions/{id}/undo", Moderators, moderation::post_take_back),
        Route::post("/moderation/notes/{id}/removal", Moderators, moderation::post_removal_of_note),
    ]
}

/// What a text must pass.
fn rulebook() -> Vec<Route> {
    use Audience::{Administrators, Moderators};
    vec![
        Route::get("/moderation/rules", Moderators, rules::get_rules),
        Route::get("/moderation/rules/{rule}", Moderators, rules::get_rule),
        Route::post("/moderation/rules/{rule}", Administrators, rules::post_rule),
        Route::post("/moderation/rules/{rule}/place", Administrators, rules::post_place),
        Route::post("/moderation/rules/{rule}/trial", Administrators, rules::post_rule_trial),
        Route::get("/moderation/rules/lists/new", Administrators, rules::get_new_list),
        Route::post("/moderation/rules/lists", Administrators, rules::post_new_list),
        Route::post("/moderation/rules/lists/trial", Administrators, rules::post_list_trial),
        Route::get("/moderation/rules/lists/{list}", Moderators, rules::get_list),
        Route::post("/moderation/rules/lists/{list}", Administrators, rules::post_list),
        Route::post("/moderation/rules/lists/{list}/end", Administrators, rules::post_end_of_list),
        Route::get("/moderation/rules/trials/{trial}", Moderators, rules::get_trial),
    ]
}

/// The whole application for one worker.
#[must_use]
pub fn app(
    site: Site,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    with(site, routes())
}

/// The application with other routes than its own; what tests of the edge stand on.
pub fn with(
    site: Site,
    routes: Vec<Route>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let from_memory = web::FromMemory::new(site.clone(), accounts::is_nobody);
    let app = App::new().app_data(Data::new(site)).default_service(actix_web::web::to(nowhere));
    let app = resources(routes).into_iter().rev().fold(app, |app, (beginning, resources)| match beginning {
        "" => resources.into_iter().fold(app, App::service),
        _ => app.service(resources.into_iter().fold(actix_web::web::scope(beginning), Scope::service)),
    });
    app.wrap(from_fn(forget_notice))
        .wrap(from_fn(web::edge))
        .wrap(from_fn(web::compress))
        .wrap(TracingLogger::<web::RouteSpan>::new())
        .wrap(from_memory)
}

/// One resource a path, with a door before each of its routes, gathered by the first part of their paths: whoever looks
/// for one passes the others by. The first path that fits is taken, so a fixed word comes before a parameter, wherever the
/// two stand in the list.
fn resources(routes: Vec<Route>) -> BTreeMap<&'static str, Vec<Resource>> {
    let mut order: Vec<&'static str> = Vec::new();
    let mut by_path: BTreeMap<&'static str, Resource> = BTreeMap::new();
    for Route { path, audience, is_seen, handler, .. } in routes {
        if !order.contains(&path) {
            order.push(path);
        }
        let (_, rest) = parts(path);
        let resource = by_path.remove(path).unwrap_or_else(|| actix_web::web::resource(rest));
        let handler = handler.wrap(from_fn(move |request: ServiceRequest, next| {
            if let Some(touched) = request.extensions().get::<web::Touched>()
                && !is_seen
            {
                touched.only(&[]);
            }
            accounts::door(audience, request, next)
        }));
        by_path.insert(path, resource.route(handler));
    }
    order.sort_by_key(|path| path.split('/').map(|part| part.starts_with('{')).collect::<Vec<_>>());
    let mut gathered: BTreeMap<&'static str, Vec<Resource>> = BTreeMap::new();
    for path in order {
        gathered.entry(parts(path).0).or_default().extend(by_path.remove(path));
    }
    gathered
}

/// The first part of a path, and the rest of it; of the front page, and of what begins with a parameter, all is the rest.
fn parts(path: &'static str) -> (&'static str, &'static str) {
    let end = path.char_indices().skip(1).find(|(_, c)| *c == '/').map_or(path.len(), |(end, _)| end);
    match path.split_at(end) {
        ("/", _) => ("", path),
        (first, _) if first.starts_with("/{") => ("", path),
        parts => parts,
    }
}

/// Serves until the program is told to stop; requests under way are finished then.
///
/// # Errors
/// When the system refuses.
pub fn serve(serving: Serving) -> std::io::Result<()> {
    web::leave_panics_to_the_log();
    let Serving { listener, url, address, connections, workers, proxies, mail, key, cache } = serving;
    actix_web::rt::System::new().block_on(async move {
        let site = Site::new(db::pool(&url, connections), Clock::default(), &address)
            .behind(&proxies)
            .sending_by(mail)
            .sealing_with(key)
            .keeping(Pages::new(cache));
        actix_web::rt::spawn(web::listen(site.pages().clone(), url.clone()));
        actix_web::rt::spawn(jobs::send_mail(site.clone()));
        actix_web::rt::spawn(jobs::tell(site.clone()));
        actix_web::rt::spawn(jobs::try_rules(site.clone()));
        actix_web::rt::spawn(tell_what_is_new(site.clone()));
        let live = site.clone();
        actix_web::rt::spawn(jobs::read_for_search(site.clone()));
        let base = site.clone();
        let server = HttpServer::new(move || app(base.with_pool(db::pool(&url, connections))))
            .workers(workers)
            .shutdown_timeout(20)
            .disable_signals()
            .listen(listener)?
            .run();
        actix_web::rt::spawn(jobs::every_minute(site));
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            if told_to_stop().await.is_ok() {
                tracing::info!("stopping; requests under way are finished");
                live.live().stop();
                handle.stop(true).await;
            }
        });
        server.await
    })
}

async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
    }
}

/// Once a page has shown what was just done, the cookie that told it goes.
async fn forget_notice(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let site = request.app_data::<Data<Site>>().cloned();
    let cookie = site.and_then(|site| accounts::clearing_notice(request.request(), &site));
    let mut response = next.call(request).await?;
    if let Some(cookie) = cookie
        && response.status() != StatusCode::SEE_OTHER
    {
        response.response_mut().add_cookie(&cookie).map_err(|e| Error::Broken(e.to_string()))?;
    }
    Ok(response)
}

async fn nowhere() -> Answer {
    Err(Error::NotFound)
}

/// `GET /healthz`: the process is alive.
async fn get_alive() -> &'static str {
    "alive\n"
}

/// `GET /readyz`: pages can be served, for the database answers.
async fn get_ready(site: Data<Site>) -> Result<&'static str, Error> {
    let db = site.db().await?;
    db::board(&db).await?;
    Ok("ready\n")
}
