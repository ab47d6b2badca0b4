-- What WebDAV keeps about entries: locks of clients, and the properties they set.

CREATE TABLE dav_locks (
    portal_id BIGINT  NOT NULL,
    token     TEXT    NOT NULL,
    root_id   BIGINT  NOT NULL,           -- the root folder its path begins at
    path      TEXT    NOT NULL,           -- below that root, percent-encoded; '' for the root itself
    deep      BOOLEAN NOT NULL,           -- everything below, too
    shared    BOOLEAN NOT NULL,
    holder    TEXT    NOT NULL,           -- the person
    owner     TEXT    NOT NULL,           -- XML that the client wants to read again, or ''
    seconds   BIGINT  NOT NULL,           -- how long it lives after each refresh
    expires   BIGINT  NOT NULL,
    PRIMARY KEY (portal_id, token)
);
CREATE INDEX dav_locks_by_root ON dav_locks (portal_id, root_id);
CREATE INDEX dav_locks_by_end ON dav_locks (expires);

CREATE TABLE dav_properties (
    portal_id  BIGINT NOT NULL,
    entry_kind BIGINT NOT NULL,           -- 1 folder, 2 file
    entry_id   BIGINT NOT NULL,
    namespace  TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    value      TEXT   NOT NULL,           -- the whole element as XML that stands alone
    PRIMARY KEY (portal_id, entry_kind, entry_id, namespace, name)
);
