-- Pages of contents, made when somebody looks at a file. Copies of a file share them.
CREATE TABLE previews (
    portal_id BIGINT NOT NULL,
    object_id TEXT   NOT NULL,               -- the content that is shown
    extension TEXT   NOT NULL,               -- with dot, lower case: what it was read as
    pdf_id    TEXT,                          -- the object with its pages: the content itself when it is a PDF
    sizes     TEXT   NOT NULL DEFAULT '[]',  -- width and height of each page in points, JSON
    error     TEXT   NOT NULL DEFAULT '',    -- why there are none
    made      BIGINT NOT NULL,
    PRIMARY KEY (portal_id, object_id, extension)
);

-- Pictures of pages, without watermark.
CREATE TABLE preview_pages (
    portal_id  BIGINT NOT NULL,
    pdf_id     TEXT   NOT NULL,
    page       BIGINT NOT NULL,              -- from 1
    width      BIGINT NOT NULL,              -- pixels
    picture_id TEXT   NOT NULL,
    length     BIGINT NOT NULL,              -- bytes
    made       BIGINT NOT NULL,
    PRIMARY KEY (portal_id, pdf_id, page, width)
);
