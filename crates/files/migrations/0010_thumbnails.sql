-- Small pictures of contents, made when somebody wants to see them. Copies of a file share one.
CREATE TABLE thumbnails (
    portal_id  BIGINT NOT NULL,
    object_id  TEXT   NOT NULL,               -- the content that is shown
    picture_id TEXT,                          -- the object with the picture; NULL: there is none to be had
    length     BIGINT NOT NULL,               -- bytes of the picture
    format     TEXT   NOT NULL,               -- its extension
    made       BIGINT NOT NULL,
    PRIMARY KEY (portal_id, object_id)
);

-- State of the picture of the current version: Thumbnail of `files/01 §3`.
ALTER TABLE files ADD COLUMN thumbnail BIGINT NOT NULL DEFAULT 0;

-- Whether a content is still in use.
CREATE INDEX file_versions_by_object ON file_versions (portal_id, object_id);
