-- People of a portal. `role` is 1 room administrator, 2 guest, 3 administrator, 4 user (the wire's numbers), 5 owner.
CREATE TABLE people (
    portal_id    BIGINT  NOT NULL,
    id           TEXT    NOT NULL,
    role         BIGINT  NOT NULL,
    first_name   TEXT    NOT NULL,
    last_name    TEXT    NOT NULL,
    user_name    TEXT    NOT NULL,             -- unique, lower case, made from the e-mail
    email        TEXT    NOT NULL,             -- with its case
    email_key    TEXT    NOT NULL,             -- folded: what is unique and looked up
    first_key    TEXT    NOT NULL,             -- folded names: order of lists
    last_key     TEXT    NOT NULL,
    search_key   TEXT    NOT NULL,             -- folded "first last", "last first" and e-mail, one a line
    status       BIGINT  NOT NULL,             -- 1 active, 2 terminated, 4 pending
    activation   BIGINT  NOT NULL,             -- 0 not activated, 1 activated, 2 pending
    joined       BOOLEAN NOT NULL,             -- false while only invited; decides what re-enabling returns to
    created      BIGINT  NOT NULL,
    created_by   TEXT,
    modified     BIGINT  NOT NULL,
    terminated   BIGINT,
    culture      TEXT,
    theme        TEXT,
    location     TEXT    NOT NULL DEFAULT '',
    notes        TEXT    NOT NULL DEFAULT '',
    phone        TEXT    NOT NULL DEFAULT '',
    phone_active BOOLEAN NOT NULL DEFAULT FALSE,
    contacts     TEXT    NOT NULL DEFAULT '[]', -- JSON [{type, value}]
    origin       BIGINT  NOT NULL DEFAULT 2,    -- 0 SSO, 1 LDAP, 2 own
    photo        BIGINT,                        -- number of the present photo set; part of its URLs
    photo_size   TEXT,                          -- "WIDTH-HEIGHT.EXT" of the original, as in its URL
    quota        BIGINT,                        -- bytes, -1 unlimited, NULL = the portal's default
    used_space   BIGINT  NOT NULL DEFAULT 0,    -- bytes in personal folders
    spam         BOOLEAN,
    PRIMARY KEY (portal_id, id)
);
CREATE UNIQUE INDEX people_email ON people (portal_id, email_key);
CREATE UNIQUE INDEX people_user_name ON people (portal_id, user_name);
CREATE INDEX people_by_role ON people (portal_id, role, status);

-- Who knows which guest: he created, invited or accepted him. Room administrators see no other guests.
CREATE TABLE guest_relations (
    portal_id BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    guest_id  TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, user_id, guest_id)
);
CREATE INDEX guest_relations_by_guest ON guest_relations (portal_id, guest_id);

CREATE TABLE people_groups (
    portal_id BIGINT  NOT NULL,
    id        TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    name_key  TEXT    NOT NULL,
    manager   TEXT,
    ldap      BOOLEAN NOT NULL DEFAULT FALSE,
    created   BIGINT  NOT NULL,
    modified  BIGINT  NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX people_groups_by_name ON people_groups (portal_id, name_key);

CREATE TABLE people_group_members (
    portal_id BIGINT NOT NULL,
    group_id  TEXT   NOT NULL,
    user_id   TEXT   NOT NULL,
    PRIMARY KEY (portal_id, group_id, user_id)
);
CREATE INDEX people_group_members_by_user ON people_group_members (portal_id, user_id);

-- Invitation links of the portal: one for each type of people.
CREATE TABLE invitation_links (
    portal_id  BIGINT NOT NULL,
    id         TEXT   NOT NULL,
    role       BIGINT NOT NULL,
    expires    BIGINT,
    max_uses   BIGINT,
    uses       BIGINT NOT NULL DEFAULT 0,
    created_by TEXT   NOT NULL,
    created    BIGINT NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE UNIQUE INDEX invitation_links_role ON invitation_links (portal_id, role);

-- Objects of the photo of a person: one row a rendition ("orig", "360-360", "200-200", …).
CREATE TABLE photos (
    portal_id BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    name      TEXT   NOT NULL,   -- file name after the user's id, as in the URL
    object_id TEXT   NOT NULL,
    PRIMARY KEY (portal_id, user_id, name)
);

-- Short addresses: /s/<key> leads to a path of the portal.
CREATE TABLE short_links (
    portal_id BIGINT NOT NULL,
    key       TEXT   NOT NULL,
    path      TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, key)
);
CREATE UNIQUE INDEX short_links_path ON short_links (portal_id, path);
