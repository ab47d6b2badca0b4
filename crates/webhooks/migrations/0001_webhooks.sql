-- Addresses that people of a portal want told what happens.
CREATE TABLE webhooks (
    portal_id     BIGINT  NOT NULL,
    id            BIGINT  NOT NULL,
    name          TEXT    NOT NULL,
    uri           TEXT    NOT NULL,
    secret        TEXT    NOT NULL, -- encrypted
    enabled       BOOLEAN NOT NULL,
    ssl           BOOLEAN NOT NULL, -- certificates are checked
    triggers      BIGINT  NOT NULL, -- bits; 0 is everything
    target        TEXT    NOT NULL, -- id of the one thing it is about; empty: all
    created_by    TEXT    NOT NULL,
    created       BIGINT  NOT NULL,
    modified_by   TEXT    NOT NULL,
    modified      BIGINT  NOT NULL,
    status        BIGINT  NOT NULL, -- HTTP status of the last answer; 0: none
    failed        BIGINT,
    failure       TEXT    NOT NULL, -- what it answered then
    succeeded     BIGINT,
    failing_since BIGINT,           -- the first failure after the last success
    PRIMARY KEY (portal_id, id)
);

-- What was sent or is to be. Rows outlive their webhook.
CREATE TABLE webhook_deliveries (
    portal_id        BIGINT NOT NULL,
    id               BIGINT NOT NULL,
    webhook_id       BIGINT NOT NULL,
    event_id         BIGINT,          -- nothing when somebody wanted it sent again
    owner            TEXT   NOT NULL, -- who made the webhook
    name             TEXT   NOT NULL,
    uri              TEXT   NOT NULL,
    trigger_id       BIGINT NOT NULL,
    created          BIGINT NOT NULL,
    request          TEXT   NOT NULL, -- the body
    request_headers  TEXT   NOT NULL, -- JSON
    response         TEXT   NOT NULL, -- its beginning
    response_headers TEXT   NOT NULL, -- JSON
    status           BIGINT NOT NULL, -- HTTP; 0: not sent, or no answer
    delivered        BIGINT,          -- when it was tried last
    attempts         BIGINT NOT NULL,
    PRIMARY KEY (portal_id, id)
);
-- An event that comes twice is sent once.
CREATE UNIQUE INDEX webhook_deliveries_once ON webhook_deliveries (portal_id, webhook_id, event_id);
CREATE INDEX webhook_deliveries_by_owner ON webhook_deliveries (portal_id, owner, id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (created);
