-- Who may do what, and by which link.

CREATE TABLE shares (
    portal_id    BIGINT NOT NULL,
    entry_kind   BIGINT NOT NULL,   -- 1 folder, 2 file
    entry_id     BIGINT NOT NULL,
    subject      TEXT   NOT NULL,   -- person, group or link
    subject_type BIGINT NOT NULL,   -- SubjectType
    access       BIGINT NOT NULL,   -- FileShare
    owner        TEXT   NOT NULL,   -- who granted it
    created      BIGINT NOT NULL,
    link         TEXT,              -- JSON settings of a link
    PRIMARY KEY (portal_id, entry_kind, entry_id, subject)
);
CREATE INDEX shares_by_subject ON shares (portal_id, subject);

-- Personal marks: favourites, recent, pins, unread, remembered links, muted rooms.
CREATE TABLE marks (
    portal_id  BIGINT NOT NULL,
    user_id    TEXT   NOT NULL,
    mark       BIGINT NOT NULL,     -- Mark
    entry_kind BIGINT NOT NULL,
    entry_id   BIGINT NOT NULL,
    created    BIGINT NOT NULL,
    note       TEXT   NOT NULL DEFAULT '',
    PRIMARY KEY (portal_id, user_id, mark, entry_kind, entry_id)
);
CREATE INDEX marks_by_entry ON marks (portal_id, entry_kind, entry_id);

CREATE TABLE tags (
    portal_id BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    name_key  TEXT   NOT NULL,      -- folded: one tag whatever the case
    owner     TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, name)
);

CREATE TABLE room_tags (
    portal_id BIGINT NOT NULL,
    room_id   BIGINT NOT NULL,
    tag       TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, room_id, tag)
);
CREATE INDEX room_tags_by_tag ON room_tags (portal_id, tag);

-- A person's own shelves of rooms.
CREATE TABLE room_groups (
    portal_id BIGINT NOT NULL,
    id        BIGINT NOT NULL,
    owner     TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    icon      TEXT   NOT NULL DEFAULT '',
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE TABLE room_group_rooms (
    portal_id BIGINT NOT NULL,
    group_id  BIGINT NOT NULL,
    room_id   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, group_id, room_id)
);
