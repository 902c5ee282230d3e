// @generated automatically by Diesel CLI.

diesel::table! {
    accounts (id) {
        id -> Int8,
        name -> Text,
        name_folded -> Text,
        email -> Text,
        email_folded -> Text,
        email_confirmed_at -> Nullable<Timestamptz>,
        password_hash -> Text,
        role -> Text,
        standing -> Text,
        tagline -> Text,
        about -> Text,
        joined_at -> Timestamptz,
        invitation_id -> Nullable<Int8>,
    }
}

diesel::table! {
    anchors (comment_id, revision, ordinal) {
        comment_id -> Int8,
        revision -> Int4,
        ordinal -> Int4,
        thread_id -> Int8,
        article_id -> Int8,
        article_revision -> Int4,
        fate -> Text,
        begins -> Nullable<Int4>,
        ends -> Nullable<Int4>,
        present -> Nullable<Text>,
    }
}

diesel::table! {
    article_revisions (article_id, revision) {
        article_id -> Int8,
        revision -> Int4,
        source -> Text,
        renderer -> Int4,
        saved_by -> Nullable<Int8>,
        saved_at -> Timestamptz,
        headline -> Nullable<Text>,
        publication -> Nullable<Text>,
        link -> Nullable<Text>,
        byline -> Nullable<Text>,
        published_on -> Nullable<Date>,
        shown -> Bool,
    }
}

diesel::table! {
    articles (id) {
        id -> Int8,
        publication_id -> Int8,
        topic_id -> Nullable<Int8>,
        headline -> Text,
        slug -> Text,
        link -> Nullable<Text>,
        link_folded -> Nullable<Text>,
        byline -> Text,
        published_on -> Nullable<Date>,
        lead -> Text,
        revision -> Int4,
        posted_by -> Int8,
        posted_at -> Timestamptz,
        key -> Uuid,
        state -> Text,
        closed_at -> Nullable<Timestamptz>,
        last_number -> Int4,
        comments -> Int4,
        active_at -> Timestamptz,
        last_comment_by -> Nullable<Int8>,
        version -> Int8,
        corrected_at -> Nullable<Timestamptz>,
        moderated_at -> Nullable<Timestamptz>,
        sent_at -> Nullable<Timestamptz>,
        erased_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    case_reasons (case_id, ordinal) {
        case_id -> Int8,
        ordinal -> Int4,
        rule -> Text,
        words -> Text,
        evidence -> Jsonb,
        added_by -> Nullable<Int8>,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    cases (id) {
        id -> Int8,
        kind -> Text,
        comment_id -> Nullable<Int8>,
        article_id -> Nullable<Int8>,
        author_id -> Int8,
        state -> Text,
        version -> Int4,
        opened_at -> Timestamptz,
        decided_at -> Nullable<Timestamptz>,
        claimed_by -> Nullable<Int8>,
        claimed_until -> Nullable<Timestamptz>,
        weight -> Int4,
        rules -> Array<Nullable<Text>>,
        not_for -> Nullable<Int8>,
        taken_from -> Nullable<Int8>,
        taken_word -> Text,
        score -> Int2,
    }
}

diesel::table! {
    comment_revisions (comment_id, revision) {
        comment_id -> Int8,
        revision -> Int4,
        state -> Text,
        source -> Text,
        plain -> Text,
        folded -> Text,
        html -> Text,
        renderer -> Int4,
        saved_by -> Nullable<Int8>,
        saved_at -> Timestamptz,
        fingerprints -> Nullable<Array<Nullable<Int4>>>,
    }
}

diesel::table! {
    comments (id) {
        id -> Int8,
        article_id -> Int8,
        number -> Nullable<Int4>,
        author_id -> Int8,
        reply_to -> Nullable<Int4>,
        state -> Text,
        revision -> Int4,
        body_html -> Text,
        posted_at -> Timestamptz,
        published_at -> Nullable<Timestamptz>,
        edited_at -> Nullable<Timestamptz>,
        key -> Uuid,
        recommendations -> Int4,
        quoted -> Int4,
        replies -> Int4,
        withheld -> Bool,
        quoters -> Nullable<Array<Nullable<Int4>>>,
        changed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    decisions (id) {
        id -> Int8,
        case_id -> Int8,
        decision -> Text,
        reason -> Nullable<Text>,
        note -> Text,
        decided_by -> Int8,
        decided_at -> Timestamptz,
        case_version -> Int4,
        revision -> Int4,
        before -> Jsonb,
        after -> Jsonb,
        undoes -> Nullable<Int8>,
        key -> Nullable<Uuid>,
        lot -> Nullable<Uuid>,
    }
}

diesel::table! {
    deletions (account_id) {
        account_id -> Int8,
        asked_at -> Timestamptz,
        due_at -> Timestamptz,
        words -> Text,
    }
}

diesel::table! {
    devices (token_hash, account_id) {
        token_hash -> Bytea,
        account_id -> Int8,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    drafts (id) {
        id -> Int8,
        account_id -> Nullable<Int8>,
        visitor_hash -> Nullable<Bytea>,
        place -> Text,
        fields -> Jsonb,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    earlier_names (name_folded) {
        name_folded -> Text,
        name -> Text,
        account_id -> Int8,
        given_up_at -> Timestamptz,
    }
}

diesel::table! {
    email_changes (id) {
        id -> Int8,
        account_id -> Int8,
        old_email -> Text,
        new_email -> Text,
        asked_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        taken_back_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    events (id) {
        id -> Int8,
        kind -> Text,
        actor_id -> Nullable<Int8>,
        article_id -> Nullable<Int8>,
        comment_id -> Nullable<Int8>,
        told_id -> Nullable<Int8>,
        detail -> Jsonb,
        happened_at -> Timestamptz,
        drained_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    flags (id) {
        id -> Int8,
        comment_id -> Int8,
        revision -> Int4,
        flagged_by -> Int8,
        reason -> Text,
        note -> Text,
        flagged_at -> Timestamptz,
    }
}

diesel::table! {
    invitations (id) {
        id -> Int8,
        token_hash -> Bytea,
        note -> Text,
        allowed -> Int4,
        used -> Int4,
        made_by -> Nullable<Int8>,
        made_at -> Timestamptz,
        ends_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    learned_counts (bucket) {
        bucket -> Int4,
        approved -> Int4,
        rejected -> Int4,
    }
}

diesel::table! {
    learning (only_row) {
        only_row -> Bool,
        features -> Int2,
        caught_up_to -> Int8,
    }
}

diesel::table! {
    lessons (decision_id) {
        decision_id -> Int8,
        comment_id -> Int8,
        revision -> Int4,
        label -> Text,
        buckets -> Array<Nullable<Int4>>,
        score -> Nullable<Int2>,
        superseded_by -> Nullable<Int8>,
    }
}

diesel::table! {
    links (token_hash) {
        token_hash -> Bytea,
        purpose -> Text,
        account_id -> Int8,
        email -> Text,
        made_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    log (id) {
        id -> Int8,
        logged_at -> Timestamptz,
        actor_id -> Nullable<Int8>,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Int8,
        why -> Text,
        before -> Jsonb,
        after -> Jsonb,
    }
}

diesel::table! {
    mutes (account_id, muted_id) {
        account_id -> Int8,
        muted_id -> Int8,
        muted_at -> Timestamptz,
    }
}

diesel::table! {
    notes (id) {
        id -> Int8,
        account_id -> Int8,
        written_by -> Nullable<Int8>,
        words -> Text,
        written_at -> Timestamptz,
    }
}

diesel::table! {
    notice_ways (account_id, kind) {
        account_id -> Int8,
        kind -> Text,
        way -> Text,
        chosen_at -> Timestamptz,
    }
}

diesel::table! {
    notices (id) {
        id -> Int8,
        account_id -> Int8,
        kind -> Text,
        article_id -> Nullable<Int8>,
        comment_id -> Nullable<Int8>,
        decision_id -> Nullable<Int8>,
        happened_at -> Timestamptz,
        read_at -> Nullable<Timestamptz>,
        sanction_id -> Nullable<Int8>,
        lifted -> Bool,
    }
}

diesel::table! {
    originals (comment_id, revision) {
        comment_id -> Int8,
        revision -> Int4,
        source -> Text,
        html -> Text,
    }
}

diesel::table! {
    outbox (id) {
        id -> Int8,
        intent -> Text,
        kind -> Text,
        account_id -> Nullable<Int8>,
        recipient -> Text,
        subject -> Text,
        paragraphs -> Jsonb,
        link -> Nullable<Jsonb>,
        state -> Text,
        tries -> Int4,
        next_try_at -> Timestamptz,
        written_at -> Timestamptz,
        sent_at -> Nullable<Timestamptz>,
        refusal -> Text,
        notice_id -> Nullable<Int8>,
    }
}

diesel::table! {
    paragraphs (article_id, revision, ordinal) {
        article_id -> Int8,
        revision -> Int4,
        ordinal -> Int4,
        html -> Text,
        plain -> Text,
    }
}

diesel::table! {
    passages (article_id, name) {
        article_id -> Int8,
        name -> Text,
        begins -> Int4,
        ends -> Int4,
        words -> Text,
        comments -> Int4,
        earlier -> Int4,
    }
}

diesel::table! {
    pending_sign_ins (token_hash) {
        token_hash -> Bytea,
        account_id -> Int8,
        tries -> Int4,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    publications (id) {
        id -> Int8,
        name -> Text,
        name_folded -> Text,
        slug -> Text,
    }
}

diesel::table! {
    queue_feeds (account_id) {
        account_id -> Int8,
        token_hash -> Bytea,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    quotes (comment_id, revision, ordinal) {
        comment_id -> Int8,
        revision -> Int4,
        ordinal -> Int4,
        source_kind -> Text,
        source_id -> Nullable<Int8>,
        source_paragraph -> Nullable<Int4>,
        source_revision -> Nullable<Int4>,
        source_link -> Nullable<Text>,
        exact -> Text,
        prefix -> Text,
        suffix -> Text,
        start -> Nullable<Int4>,
        fidelity -> Text,
        life -> Text,
        unsettled -> Bool,
    }
}

diesel::table! {
    read_marks (account_id, article_id) {
        account_id -> Int8,
        article_id -> Int8,
        number -> Int4,
        read_at -> Timestamptz,
    }
}

diesel::table! {
    reasons (code) {
        code -> Text,
        position -> Int4,
        label -> Text,
        told_author -> Text,
    }
}

diesel::table! {
    recommendations (comment_id, account_id) {
        comment_id -> Int8,
        account_id -> Int8,
        recommended_at -> Timestamptz,
    }
}

diesel::table! {
    recovery_codes (account_id, code_hash) {
        account_id -> Int8,
        code_hash -> Bytea,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    rule_hits (id) {
        id -> Int8,
        rule -> Text,
        list_id -> Nullable<Int8>,
        comment_id -> Int8,
        revision -> Int4,
        hit_at -> Timestamptz,
        action -> Text,
        words -> Text,
        evidence -> Jsonb,
        outcome -> Text,
    }
}

diesel::table! {
    rule_refusals (rule, list_id, day) {
        rule -> Text,
        list_id -> Int8,
        day -> Date,
        refused -> Int4,
    }
}

diesel::table! {
    rule_trial_hits (trial_id, ordinal) {
        trial_id -> Int8,
        ordinal -> Int4,
        comment_id -> Int8,
        revision -> Int4,
        outcome -> Text,
        words -> Text,
        evidence -> Jsonb,
    }
}

diesel::table! {
    rule_trials (id) {
        id -> Int8,
        rule -> Text,
        list_id -> Nullable<Int8>,
        numbers -> Jsonb,
        asked_at -> Timestamptz,
        texts -> Int4,
        looked_at -> Int4,
        held -> Int4,
        approved -> Int4,
        rejected -> Int4,
        unseen -> Int4,
        waiting -> Int4,
        before_comment -> Nullable<Int8>,
        before_revision -> Nullable<Int4>,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    rulebook (only_row) {
        only_row -> Bool,
        version -> Uuid,
    }
}

diesel::table! {
    rules (kind) {
        kind -> Text,
        position -> Int4,
        enabled -> Bool,
        action -> Text,
        numbers -> Jsonb,
    }
}

diesel::table! {
    sanctions (id) {
        id -> Int8,
        account_id -> Int8,
        kind -> Text,
        reason -> Text,
        imposed_by -> Nullable<Int8>,
        starts_at -> Timestamptz,
        ends_at -> Nullable<Timestamptz>,
        lifted_at -> Nullable<Timestamptz>,
        code -> Nullable<Text>,
        lifted_by -> Nullable<Int8>,
        lift_reason -> Text,
    }
}

diesel::table! {
    search_progress (only_row) {
        only_row -> Bool,
        reading -> Text,
        articles_below -> Int8,
        comments_below -> Int8,
    }
}

diesel::table! {
    search_waiting (id) {
        id -> Int8,
        article_id -> Nullable<Int8>,
        comment_id -> Nullable<Int8>,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Bytea,
        account_id -> Int8,
        started_at -> Timestamptz,
        seen_at -> Timestamptz,
        agent -> Text,
        id -> Int8,
        address_range -> Text,
    }
}

diesel::table! {
    settings (only_row) {
        only_row -> Bool,
        board_name -> Text,
        language -> Text,
        joining -> Text,
        article_posters -> Text,
        edit_hours -> Int4,
        setup_token_hash -> Nullable<Bytea>,
        set_up_at -> Nullable<Timestamptz>,
        two_step_required -> Bool,
        quotes_per_comment -> Int4,
        quote_length -> Int4,
        bare_quotes -> Bool,
        flags_to_hide -> Int4,
        public_log -> Bool,
        reason_required -> Bool,
        words_required -> Bool,
        identity -> Uuid,
    }
}

diesel::table! {
    sign_in_attempts (key_hash) {
        key_hash -> Bytea,
        tries -> Int4,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    taglines (case_id, revision) {
        case_id -> Int8,
        revision -> Int4,
        words -> Text,
        before -> Text,
        state -> Text,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    thread_mutes (account_id, article_id) {
        account_id -> Int8,
        article_id -> Int8,
        muted_at -> Timestamptz,
    }
}

diesel::table! {
    topics (id) {
        id -> Int8,
        name -> Text,
        slug -> Text,
        position -> Int4,
    }
}

diesel::table! {
    two_steps (account_id) {
        account_id -> Int8,
        secret -> Bytea,
        begun_at -> Timestamptz,
        confirmed_at -> Nullable<Timestamptz>,
        last_step -> Int8,
    }
}

diesel::table! {
    word_lists (id) {
        id -> Int8,
        name -> Text,
        action -> Text,
        words -> Text,
    }
}

diesel::joinable!(article_revisions -> accounts (saved_by));
diesel::joinable!(article_revisions -> articles (article_id));
diesel::joinable!(articles -> publications (publication_id));
diesel::joinable!(articles -> topics (topic_id));
diesel::joinable!(case_reasons -> accounts (added_by));
diesel::joinable!(case_reasons -> cases (case_id));
diesel::joinable!(cases -> articles (article_id));
diesel::joinable!(cases -> comments (comment_id));
diesel::joinable!(comment_revisions -> accounts (saved_by));
diesel::joinable!(comment_revisions -> comments (comment_id));
diesel::joinable!(comments -> accounts (author_id));
diesel::joinable!(comments -> articles (article_id));
diesel::joinable!(decisions -> accounts (decided_by));
diesel::joinable!(decisions -> cases (case_id));
diesel::joinable!(decisions -> reasons (reason));
diesel::joinable!(deletions -> accounts (account_id));
diesel::joinable!(devices -> accounts (account_id));
diesel::joinable!(drafts -> accounts (account_id));
diesel::joinable!(earlier_names -> accounts (account_id));
diesel::joinable!(email_changes -> accounts (account_id));
diesel::joinable!(flags -> accounts (flagged_by));
diesel::joinable!(flags -> comments (comment_id));
diesel::joinable!(flags -> reasons (reason));
diesel::joinable!(links -> accounts (account_id));
diesel::joinable!(notice_ways -> accounts (account_id));
diesel::joinable!(notices -> accounts (account_id));
diesel::joinable!(notices -> articles (article_id));
diesel::joinable!(notices -> comments (comment_id));
diesel::joinable!(notices -> decisions (decision_id));
diesel::joinable!(notices -> sanctions (sanction_id));
diesel::joinable!(outbox -> accounts (account_id));
diesel::joinable!(outbox -> notices (notice_id));
diesel::joinable!(passages -> articles (article_id));
diesel::joinable!(pending_sign_ins -> accounts (account_id));
diesel::joinable!(queue_feeds -> accounts (account_id));
diesel::joinable!(read_marks -> accounts (account_id));
diesel::joinable!(read_marks -> articles (article_id));
diesel::joinable!(recommendations -> accounts (account_id));
diesel::joinable!(recommendations -> comments (comment_id));
diesel::joinable!(recovery_codes -> two_steps (account_id));
diesel::joinable!(rule_hits -> comments (comment_id));
diesel::joinable!(rule_trial_hits -> comments (comment_id));
diesel::joinable!(rule_trial_hits -> rule_trials (trial_id));
diesel::joinable!(sanctions -> reasons (code));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(taglines -> cases (case_id));
diesel::joinable!(thread_mutes -> accounts (account_id));
diesel::joinable!(thread_mutes -> articles (article_id));
diesel::joinable!(two_steps -> accounts (account_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    anchors,
    article_revisions,
    articles,
    case_reasons,
    cases,
    comment_revisions,
    comments,
    decisions,
    deletions,
    devices,
    drafts,
    earlier_names,
    email_changes,
    events,
    flags,
    invitations,
    learned_counts,
    learning,
    lessons,
    links,
    log,
    mutes,
    notes,
    notice_ways,
    notices,
    originals,
    outbox,
    paragraphs,
    passages,
    pending_sign_ins,
    publications,
    queue_feeds,
    quotes,
    read_marks,
    reasons,
    recommendations,
    recovery_codes,
    rule_hits,
    rule_refusals,
    rule_trial_hits,
    rule_trials,
    rulebook,
    rules,
    sanctions,
    search_progress,
    search_waiting,
    sessions,
    settings,
    sign_in_attempts,
    taglines,
    thread_mutes,
    topics,
    two_steps,
    word_lists,
);
