-- Documents that are, or lately were, edited together. The log of updates is the truth until a version is saved.

CREATE TABLE edit_sessions (
    portal_id   BIGINT NOT NULL,
    file_id     BIGINT NOT NULL,
    generation  TEXT   NOT NULL,          -- another one: clients may not merge what they have
    form        TEXT   NOT NULL,          -- how text becomes the bytes of the file
    base        BIGINT NOT NULL,          -- version of the file that holds updates up to `saved`
    object      TEXT   NOT NULL,          -- its content: another one means that somebody saved past the session
    own_version BIGINT,                   -- the version this session made; saved again it stays the same
    saved       BIGINT NOT NULL,          -- number of the last update that is in `base`
    last        BIGINT NOT NULL,          -- number of the last update
    hash        TEXT   NOT NULL,          -- BLAKE3 of the bytes of `base`
    owner       TEXT   NOT NULL,          -- the node that holds the document, '' for none
    lease_until BIGINT NOT NULL,
    touched     BIGINT NOT NULL,          -- last change or opening
    PRIMARY KEY (portal_id, file_id)
);
CREATE INDEX edit_sessions_by_lease ON edit_sessions (lease_until);

-- What is at or before `saved` is one row: the whole document at that moment.
CREATE TABLE edit_updates (
    portal_id BIGINT NOT NULL,
    file_id   BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    content   BYTEA  NOT NULL,            -- Yjs update, version 1
    PRIMARY KEY (portal_id, file_id, number)
);

-- Who changed something since the session began.
CREATE TABLE edit_authors (
    portal_id BIGINT NOT NULL,
    file_id   BIGINT NOT NULL,
    author    TEXT   NOT NULL,
    changed   BIGINT NOT NULL,            -- last time
    PRIMARY KEY (portal_id, file_id, author)
);
