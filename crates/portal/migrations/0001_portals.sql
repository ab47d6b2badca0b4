-- Portals. The alias is unique among portals that still exist: a removed one gets another alias.
CREATE TABLE portals (
    portal_id BIGINT PRIMARY KEY,
    alias TEXT NOT NULL,
    mapped_domain TEXT,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    status BIGINT NOT NULL,
    status_changed BIGINT NOT NULL,
    owner_id TEXT NOT NULL,
    created BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    industry BIGINT NOT NULL DEFAULT 0,
    calls BOOLEAN NOT NULL,
    spam BOOLEAN NOT NULL,
    trusted_kind BIGINT NOT NULL DEFAULT 0,
    trusted_domains TEXT NOT NULL DEFAULT '[]',
    trusted_guests BOOLEAN NOT NULL,
    cookie_index BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX portals_alias ON portals (alias);
CREATE UNIQUE INDEX portals_mapped_domain ON portals (mapped_domain);

-- Settings of a portal (owner = '') or of one user (owner = his id), as JSON documents.
CREATE TABLE portal_settings (
    portal_id BIGINT NOT NULL,
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    modified BIGINT NOT NULL,
    PRIMARY KEY (portal_id, owner, key)
);
