-- Archives that were made, newest first in lists. Where one lies depends on `storage`.
CREATE TABLE backups (
    portal_id BIGINT  NOT NULL,
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,              -- of the file
    storage   BIGINT  NOT NULL,              -- BackupStorageType
    params    TEXT    NOT NULL,              -- JSON: where it went
    object_id TEXT,                          -- kept with our objects, booked for the installation (portal 0)
    file_id   BIGINT,                        -- a file of the portal
    size      BIGINT  NOT NULL,
    rows      BIGINT  NOT NULL,
    objects   BIGINT  NOT NULL,
    scheduled BOOLEAN NOT NULL,
    created   BIGINT  NOT NULL,
    expires   BIGINT,                        -- NULL: it stays until somebody deletes it
    tested    BIGINT,                        -- when it was last restored to see whether it can be
    verdict   TEXT    NOT NULL DEFAULT '',   -- what that found; '' is well
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX backups_by_age ON backups (portal_id, created);
CREATE INDEX backups_by_end ON backups (expires) WHERE expires IS NOT NULL;

-- The last backup and the last restore of a portal, also when they are over.
CREATE TABLE backup_progress (
    portal_id BIGINT NOT NULL,
    what      BIGINT NOT NULL,               -- BackupProgressEnum: 0 backup, 1 restore
    task_id   TEXT   NOT NULL,
    status    BIGINT NOT NULL,               -- 0 created, 1 running, 2 completed, 3 cancelled, 4 failed
    percent   BIGINT NOT NULL,
    error     TEXT   NOT NULL,
    warning   TEXT   NOT NULL,
    started   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, what)
);

-- Backups that come again and again: one a portal.
CREATE TABLE backup_schedules (
    portal_id  BIGINT NOT NULL,
    storage    BIGINT NOT NULL,
    params     TEXT   NOT NULL,              -- JSON
    stored     BIGINT NOT NULL,              -- how many are kept
    period     BIGINT NOT NULL,              -- 0 day, 1 week, 2 month
    hour       BIGINT NOT NULL,
    day        BIGINT NOT NULL,              -- of the week 1 to 7 from Monday, or of the month
    created_by TEXT   NOT NULL,
    last       BIGINT,
    next       BIGINT NOT NULL,
    PRIMARY KEY (portal_id)
);
CREATE INDEX backup_schedules_due ON backup_schedules (next);

-- Restores that have begun to change something and are not over. One that loses its lease is undone.
CREATE TABLE restores (
    portal_id   BIGINT  NOT NULL,
    token       TEXT    NOT NULL,            -- whose it is
    fresh       BOOLEAN NOT NULL,            -- the portal is not there yet
    status      BIGINT  NOT NULL,            -- the portal's before
    lease_until BIGINT  NOT NULL,
    PRIMARY KEY (portal_id)
);
