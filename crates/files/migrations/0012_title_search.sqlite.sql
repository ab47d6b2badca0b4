-- Titles are looked for without accents, which only the program can leave out: `title_search` becomes a column that is
-- written with the title. What has other letters than those of ASCII waits to be written anew.
DROP TRIGGER file_grams_added;
DROP TRIGGER file_grams_changed;
DROP TRIGGER folder_grams_added;
DROP TRIGGER folder_grams_changed;
ALTER TABLE files DROP COLUMN title_search;
ALTER TABLE folders DROP COLUMN title_search;
ALTER TABLE files ADD COLUMN title_search TEXT NOT NULL DEFAULT '';
ALTER TABLE folders ADD COLUMN title_search TEXT NOT NULL DEFAULT '';
UPDATE files SET title_search = replace(replace(title_key, 'i' || char(775), 'i'), char(305), 'i');
UPDATE folders SET title_search = replace(replace(title_key, 'i' || char(775), 'i'), char(305), 'i');

CREATE TRIGGER file_grams_added AFTER INSERT ON files BEGIN
    INSERT INTO file_grams (rowid, title) VALUES (new.id, new.title_search);
END;
CREATE TRIGGER file_grams_changed AFTER UPDATE OF title_search ON files
WHEN new.title_search <> old.title_search BEGIN
    UPDATE file_grams SET title = new.title_search WHERE rowid = new.id;
END;
CREATE TRIGGER folder_grams_added AFTER INSERT ON folders BEGIN
    INSERT INTO folder_grams (rowid, title) VALUES (new.id, new.title_search);
END;
CREATE TRIGGER folder_grams_changed AFTER UPDATE OF title_search ON folders
WHEN new.title_search <> old.title_search BEGIN
    UPDATE folder_grams SET title = new.title_search WHERE rowid = new.id;
END;

CREATE TABLE titles_to_fold (
    portal_id BIGINT   NOT NULL,
    kind      SMALLINT NOT NULL,  -- 1 folder, 2 file
    id        BIGINT   NOT NULL,
    PRIMARY KEY (portal_id, kind, id)
);
INSERT INTO titles_to_fold SELECT portal_id, 1, id FROM folders
    WHERE length(CAST(title_key AS BLOB)) <> length(title_key);
INSERT INTO titles_to_fold SELECT portal_id, 2, id FROM files
    WHERE length(CAST(title_key AS BLOB)) <> length(title_key);
