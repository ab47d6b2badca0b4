-- Locks of WOPI clients: what such a client has open, and the version it made there.
CREATE TABLE wopi_locks (
    portal_id BIGINT NOT NULL,
    file_id   BIGINT NOT NULL,
    name      TEXT   NOT NULL, -- what the client calls the lock
    people    TEXT   NOT NULL, -- JSON: ids of those who work under it
    ends      BIGINT NOT NULL,
    version   BIGINT,          -- the version saved under it, and its content
    object    TEXT,
    PRIMARY KEY (portal_id, file_id)
);
