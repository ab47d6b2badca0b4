-- What is known of the contents of objects. Copies of a file share its object, and so what is known of it.
CREATE TABLE contents (
    number    INTEGER PRIMARY KEY,           -- of its row in content_words, which knows rows by their number alone
    portal_id BIGINT NOT NULL,
    object_id TEXT   NOT NULL,
    extension TEXT   NOT NULL,               -- with dot, lower case: how to read it
    state     BIGINT NOT NULL DEFAULT 0,     -- 0 waits, 1 read, 2 cannot be read, 3 the program to read it is missing
    reason    TEXT   NOT NULL DEFAULT '',    -- why it cannot be read
    attempts  BIGINT NOT NULL DEFAULT 0,     -- how often somebody began to read it
    due       BIGINT NOT NULL DEFAULT 0,     -- until then somebody else is at it
    UNIQUE (portal_id, object_id)
);
CREATE INDEX contents_by_state ON contents (state, due);

-- The words, folded and separated by spaces: nothing is left for a tokenizer to decide.
CREATE VIRTUAL TABLE content_words USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Files from before there was a search.
INSERT INTO contents (portal_id, object_id, extension)
    SELECT portal_id, object_id, MIN(extension) FROM files GROUP BY portal_id, object_id;
