-- The outbox. Ids become visible out of order here; `xact`, the number of the writing transaction, tells
-- when everything before an event is settled (see src/outbox.rs).
CREATE TABLE events (
    portal_id BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    xact      BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    kind      TEXT NOT NULL,
    actor     TEXT,
    subject   TEXT NOT NULL,
    data      TEXT NOT NULL,
    recorded  BIGINT NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE UNIQUE INDEX events_in_order ON events (xact, id);
CREATE INDEX events_by_age ON events (recorded);

-- How far each listener has come, and which node hands it the events.
CREATE TABLE listener_cursors (
    portal_id   BIGINT NOT NULL, -- always 0: a listener serves the whole installation
    name        TEXT NOT NULL,
    xact        BIGINT NOT NULL,
    id          BIGINT NOT NULL,
    owner       TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (portal_id, name)
);

-- Events a listener failed to take again and again, kept for the operator.
CREATE TABLE undelivered_events (
    portal_id BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    listener  TEXT NOT NULL,
    kind      TEXT NOT NULL,
    actor     TEXT,
    subject   TEXT NOT NULL,
    data      TEXT NOT NULL,
    recorded  BIGINT NOT NULL,
    error     TEXT NOT NULL,
    PRIMARY KEY (portal_id, id, listener)
);
