-- What is known of the contents of objects. Copies of a file share its object, and so what is known of it.
CREATE TABLE contents (
    portal_id BIGINT NOT NULL,
    object_id TEXT   NOT NULL,
    extension TEXT   NOT NULL,               -- with dot, lower case: how to read it
    state     BIGINT NOT NULL DEFAULT 0,     -- 0 waits, 1 read, 2 cannot be read, 3 the program to read it is missing
    reason    TEXT   NOT NULL DEFAULT '',    -- why it cannot be read
    attempts  BIGINT NOT NULL DEFAULT 0,     -- how often somebody began to read it
    due       BIGINT NOT NULL DEFAULT 0,     -- until then somebody else is at it
    PRIMARY KEY (portal_id, object_id)
);
CREATE INDEX contents_by_state ON contents (state, due);

-- The words, folded, with their places. A vector holds some 16,000 words at most: long texts have several.
CREATE TABLE content_words (
    portal_id BIGINT   NOT NULL,
    object_id TEXT     NOT NULL,
    part      BIGINT   NOT NULL,
    words     TSVECTOR NOT NULL,
    PRIMARY KEY (portal_id, object_id, part)
);
CREATE INDEX content_words_found ON content_words USING GIN (words);

-- Files from before there was a search.
INSERT INTO contents (portal_id, object_id, extension)
    SELECT portal_id, object_id, MIN(extension) FROM files GROUP BY portal_id, object_id;
