-- Folders, rooms and files. Every key starts with the portal: isolation is in the schema.

CREATE TABLE folders (
    portal_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    parent_id     BIGINT NOT NULL,            -- 0 for roots
    root_id       BIGINT NOT NULL,            -- itself for roots; rewritten when a subtree changes its root
    room_id       BIGINT,                     -- the room it is or lies in
    kind          BIGINT NOT NULL,            -- FolderType
    title         TEXT   NOT NULL,
    title_key     TEXT   NOT NULL,            -- folded for search and conflicts
    created_by    TEXT   NOT NULL,
    created       BIGINT NOT NULL,
    updated_by    TEXT   NOT NULL,
    updated       BIGINT NOT NULL,
    files_count   BIGINT NOT NULL DEFAULT 0,  -- whole subtree, kept in the transaction that changes it
    folders_count BIGINT NOT NULL DEFAULT 0,
    used_space    BIGINT NOT NULL DEFAULT 0,  -- bytes of the whole subtree
    position      BIGINT,                     -- index number within the parent
    origin_id     BIGINT,                     -- trash: the folder it came from
    origin_room   BIGINT,                     -- trash: the room it came from
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX folders_by_parent ON folders (portal_id, parent_id, title_key);
CREATE INDEX folders_by_room ON folders (portal_id, room_id);

-- Ancestors of every folder, itself at depth 0: permission, move, size and listing never recurse.
CREATE TABLE folder_tree (
    portal_id     BIGINT NOT NULL,
    descendant_id BIGINT NOT NULL,
    ancestor_id   BIGINT NOT NULL,
    depth         BIGINT NOT NULL,
    PRIMARY KEY (portal_id, descendant_id, ancestor_id)
);
CREATE INDEX folder_tree_down ON folder_tree (portal_id, ancestor_id, depth);

-- Roots are ordinary folders found by kind and person ('' for those of the whole portal).
CREATE TABLE roots (
    portal_id BIGINT NOT NULL,
    kind      BIGINT NOT NULL,
    owner     TEXT   NOT NULL,
    folder_id BIGINT NOT NULL,
    PRIMARY KEY (portal_id, kind, owner)
);

CREATE TABLE rooms (
    portal_id     BIGINT  NOT NULL,
    folder_id     BIGINT  NOT NULL,
    kind          BIGINT  NOT NULL,           -- RoomType
    color         TEXT    NOT NULL,
    cover         TEXT    NOT NULL DEFAULT '',
    logo          TEXT,
    indexing      BOOLEAN NOT NULL DEFAULT FALSE,
    deny_download BOOLEAN NOT NULL DEFAULT FALSE,
    private       BOOLEAN NOT NULL DEFAULT FALSE,
    lifetime      TEXT,                       -- JSON
    watermark     TEXT,                       -- JSON
    quota         BIGINT  NOT NULL DEFAULT -2,
    save_form_as_xlsx BOOLEAN NOT NULL DEFAULT TRUE,
    PRIMARY KEY (portal_id, folder_id)
);

CREATE TABLE files (
    portal_id     BIGINT NOT NULL,
    id            BIGINT NOT NULL,
    folder_id     BIGINT NOT NULL,
    title         TEXT   NOT NULL,
    title_key     TEXT   NOT NULL,
    title_number  BIGINT NOT NULL DEFAULT 0,  -- number before the first dot: sorts "10.docx" after "9.docx"
    extension     TEXT   NOT NULL,            -- with dot, lower case, may be empty
    category      BIGINT NOT NULL,            -- FilterType
    version       BIGINT NOT NULL,            -- the current one
    version_group BIGINT NOT NULL,
    size          BIGINT NOT NULL,
    object_id     TEXT   NOT NULL,
    comment       TEXT   NOT NULL,
    created_by    TEXT   NOT NULL,
    created       BIGINT NOT NULL,
    updated_by    TEXT   NOT NULL,
    updated       BIGINT NOT NULL,
    locked_by     TEXT,
    custom_filter_by TEXT,
    position      BIGINT,
    origin_id     BIGINT,
    origin_room   BIGINT,
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX files_by_folder ON files (portal_id, folder_id, title_key);

-- All versions, the current one included; each points at an immutable object.
CREATE TABLE file_versions (
    portal_id     BIGINT NOT NULL,
    file_id       BIGINT NOT NULL,
    version       BIGINT NOT NULL,
    version_group BIGINT NOT NULL,
    size          BIGINT NOT NULL,
    object_id     TEXT   NOT NULL,
    comment       TEXT   NOT NULL,
    author        TEXT   NOT NULL,
    saved         BIGINT NOT NULL,
    PRIMARY KEY (portal_id, file_id, version)
);
