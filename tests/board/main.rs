//! The board's journeys, told as stories: one binary, an own database and an own clock a test.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a story that cannot go on stops with the reason"
)]

mod house_rules;
mod support;

mod addresses;
mod administering;
mod appealing;
mod back_links;
mod cached;
mod cached_changes;
mod conversation;
mod correcting;
mod crowding;
mod deciding;
mod deletion;
mod edges;
mod editing;
mod erasing;
mod example;
mod feeds;
mod figures;
mod flagging;
mod gathering;
mod held_articles;
mod inbox;
mod invitations;
mod later_lives;
mod learning;
mod live;
mod logging;
mod lots;
mod machines;
mod mailing;
mod moderating;
mod notices;
mod own_data;
mod own_password;
mod passages;
mod passwords;
mod people;
mod plans;
mod posting;
mod program;
mod queue_feed;
mod queue_list;
mod quoting;
mod quoting_choices;
mod quoting_limits;
mod quoting_search;
mod quoting_unseen;
mod reading;
mod renaming;
mod replying;
mod routes;
mod rules;
mod rules_set;
mod rules_tried;
mod sanctions;
mod schema;
mod searching;
mod secrets;
mod sending;
mod sessions;
mod setting_up;
mod sign_in_limits;
mod signing_in;
mod statements;
mod taglines;
mod told_once;
mod trips;
mod two_desks;
mod two_step;
mod two_step_required;
mod unsubscribing;
