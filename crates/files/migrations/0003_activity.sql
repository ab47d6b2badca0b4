-- What happened to an entry, as people see it in its history.
CREATE TABLE history (
    portal_id  BIGINT NOT NULL,
    id         BIGINT NOT NULL,
    entry_kind BIGINT NOT NULL,
    entry_id   BIGINT NOT NULL,
    action     BIGINT NOT NULL,     -- number of platform/07a
    actor      TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    data       TEXT   NOT NULL,     -- JSON
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX history_by_entry ON history (portal_id, entry_kind, entry_id, at);

-- Chunked uploads in the making. Parts are objects; the last step composes them.
CREATE TABLE uploads (
    portal_id BIGINT NOT NULL,
    id        TEXT   NOT NULL,
    owner     TEXT   NOT NULL,
    folder_id BIGINT NOT NULL,
    file_id   BIGINT,               -- set when an existing file is being replaced
    title     TEXT   NOT NULL,
    size      BIGINT NOT NULL,      -- as announced, bytes
    options   TEXT   NOT NULL,      -- JSON
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL,      -- slides with every part
    PRIMARY KEY (portal_id, id)
);
CREATE TABLE upload_parts (
    portal_id BIGINT NOT NULL,
    upload_id TEXT   NOT NULL,
    number    BIGINT NOT NULL,
    object_id TEXT   NOT NULL,
    size      BIGINT NOT NULL,
    PRIMARY KEY (portal_id, upload_id, number)
);
