-- What people did: one row a deed. `id` is the event's, so a second delivery finds it. `kind`, `location` and
-- `entries` follow from `action` (src/action.rs) and are there for the filters.
CREATE TABLE audit_events (
    portal_id BIGINT NOT NULL,
    date      BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    user_name TEXT   NOT NULL, -- as it was then: people are deleted, rows stay
    action    BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    location  BIGINT NOT NULL,
    entries   BIGINT NOT NULL, -- bits
    ip        TEXT   NOT NULL,
    browser   TEXT   NOT NULL,
    platform  TEXT   NOT NULL,
    page      TEXT   NOT NULL,
    targets   TEXT   NOT NULL, -- JSON list of {id, name}
    context   TEXT   NOT NULL,
    request   TEXT,            -- what gathers the targets of one request in one row
    PRIMARY KEY (portal_id, date, id)
);
-- Every filter is decided inside an index; only the rows of the page are read.
CREATE INDEX audit_events_all ON audit_events (portal_id, date, id, kind, location, entries);
CREATE INDEX audit_events_by_action ON audit_events (portal_id, action, date, id);
CREATE INDEX audit_events_by_user
    ON audit_events (portal_id, user_id, date, id, action, kind, location, entries);
CREATE INDEX audit_events_by_request ON audit_events (portal_id, request, action) WHERE request IS NOT NULL;

-- What it was done to, for the filter.
CREATE TABLE audit_targets (
    portal_id BIGINT NOT NULL,
    target    TEXT   NOT NULL,
    date      BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    PRIMARY KEY (portal_id, target, date, id)
);
CREATE INDEX audit_targets_by_age ON audit_targets (portal_id, date);

-- Who signed in and out, and who failed to.
CREATE TABLE login_events (
    portal_id BIGINT NOT NULL,
    date      BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    user_name TEXT   NOT NULL,
    login     TEXT   NOT NULL, -- as it was typed
    action    BIGINT NOT NULL,
    ip        TEXT   NOT NULL,
    browser   TEXT   NOT NULL,
    platform  TEXT   NOT NULL,
    page      TEXT   NOT NULL,
    PRIMARY KEY (portal_id, date, id)
);
CREATE INDEX login_events_by_action ON login_events (portal_id, action, date, id);
CREATE INDEX login_events_by_user ON login_events (portal_id, user_id, date, id, action);
