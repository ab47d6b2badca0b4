-- Scripts that extend the web app. Portal 0 has those of the whole installation.
CREATE TABLE plugins (
    portal_id   BIGINT NOT NULL,
    name        TEXT   NOT NULL,
    plugin_name TEXT   NOT NULL, -- what the script calls itself
    config      TEXT   NOT NULL, -- JSON: what the package says of itself
    created_by  TEXT   NOT NULL,
    created     BIGINT NOT NULL,
    PRIMARY KEY (portal_id, name)
);

-- Its files, as objects.
CREATE TABLE plugin_files (
    portal_id BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    path      TEXT   NOT NULL, -- plugin.js, assets/logo.png
    object_id TEXT   NOT NULL,
    PRIMARY KEY (portal_id, name, path)
);

-- What a portal does with them. No row: switched off.
CREATE TABLE plugin_states (
    portal_id BIGINT  NOT NULL,
    name      TEXT    NOT NULL,
    enabled   BOOLEAN NOT NULL,
    settings  TEXT    NOT NULL, -- encrypted; empty: none
    PRIMARY KEY (portal_id, name)
);
