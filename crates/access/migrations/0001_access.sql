-- How a person signs in: the argon2id hash of his client-side hash.
CREATE TABLE credentials (
    portal_id BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    hash      TEXT   NOT NULL,
    changed   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, user_id)
);

-- One row a signed-in device. The token itself is known to the device only.
CREATE TABLE sessions (
    portal_id    BIGINT NOT NULL,
    id           BIGINT NOT NULL,
    user_id      TEXT   NOT NULL,
    token_hash   TEXT   NOT NULL,
    created      BIGINT NOT NULL,
    expires      BIGINT,                -- NULL never
    cookie_index BIGINT NOT NULL,       -- the portal's when the session began
    ip           TEXT   NOT NULL,
    agent        TEXT   NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (portal_id, token_hash);
CREATE INDEX sessions_by_user ON sessions (portal_id, user_id);

CREATE TABLE api_keys (
    portal_id BIGINT  NOT NULL,
    id        TEXT    NOT NULL,
    user_id   TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    key_hash  TEXT    NOT NULL,
    postfix   TEXT    NOT NULL,         -- the last four characters, shown in lists
    scopes    TEXT    NOT NULL,         -- JSON list; empty = everything
    created   BIGINT  NOT NULL,
    expires   BIGINT,
    last_used BIGINT,
    active    BOOLEAN NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE UNIQUE INDEX api_keys_by_hash ON api_keys (portal_id, key_hash);
CREATE INDEX api_keys_by_user ON api_keys (portal_id, user_id);

-- Links that work once only.
CREATE TABLE used_links (
    portal_id BIGINT NOT NULL,
    key       TEXT   NOT NULL,
    used      BIGINT NOT NULL,
    PRIMARY KEY (portal_id, key)
);
