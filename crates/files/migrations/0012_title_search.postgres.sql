-- Titles are looked for without accents, which only the program can leave out: `title_search` becomes a column that is
-- written with the title. What has other letters than those of ASCII waits to be written anew.
ALTER TABLE files ALTER COLUMN title_search DROP EXPRESSION;
ALTER TABLE folders ALTER COLUMN title_search DROP EXPRESSION;
ALTER TABLE files ALTER COLUMN title_search SET DEFAULT '', ALTER COLUMN title_search SET NOT NULL;
ALTER TABLE folders ALTER COLUMN title_search SET DEFAULT '', ALTER COLUMN title_search SET NOT NULL;

CREATE TABLE titles_to_fold (
    portal_id BIGINT   NOT NULL,
    kind      SMALLINT NOT NULL,  -- 1 folder, 2 file
    id        BIGINT   NOT NULL,
    PRIMARY KEY (portal_id, kind, id)
);
INSERT INTO titles_to_fold SELECT portal_id, 1, id FROM folders WHERE octet_length(title_key) <> char_length(title_key);
INSERT INTO titles_to_fold SELECT portal_id, 2, id FROM files WHERE octet_length(title_key) <> char_length(title_key);
