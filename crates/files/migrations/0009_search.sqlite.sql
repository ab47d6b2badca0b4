-- Search in titles: one letter for all of the Turkish i (dotless, and the dot that lower case leaves behind), and
-- groups of three characters, so that a part of a title is found without reading all of them.
ALTER TABLE files ADD COLUMN title_search TEXT
    GENERATED ALWAYS AS (replace(replace(title_key, 'i' || char(775), 'i'), char(305), 'i')) VIRTUAL;
ALTER TABLE folders ADD COLUMN title_search TEXT
    GENERATED ALWAYS AS (replace(replace(title_key, 'i' || char(775), 'i'), char(305), 'i')) VIRTUAL;

CREATE VIRTUAL TABLE file_grams USING fts5(title, content = '', contentless_delete = 1, detail = none,
    tokenize = 'trigram case_sensitive 1');
CREATE VIRTUAL TABLE folder_grams USING fts5(title, content = '', contentless_delete = 1, detail = none,
    tokenize = 'trigram case_sensitive 1');
INSERT INTO file_grams (rowid, title) SELECT id, title_search FROM files;
INSERT INTO folder_grams (rowid, title) SELECT id, title_search FROM folders;

CREATE TRIGGER file_grams_added AFTER INSERT ON files BEGIN
    INSERT INTO file_grams (rowid, title) VALUES (new.id, new.title_search);
END;
CREATE TRIGGER file_grams_changed AFTER UPDATE OF title_key ON files WHEN new.title_key <> old.title_key BEGIN
    UPDATE file_grams SET title = new.title_search WHERE rowid = new.id;
END;
CREATE TRIGGER file_grams_removed AFTER DELETE ON files BEGIN
    DELETE FROM file_grams WHERE rowid = old.id;
END;
CREATE TRIGGER folder_grams_added AFTER INSERT ON folders BEGIN
    INSERT INTO folder_grams (rowid, title) VALUES (new.id, new.title_search);
END;
CREATE TRIGGER folder_grams_changed AFTER UPDATE OF title_key ON folders WHEN new.title_key <> old.title_key BEGIN
    UPDATE folder_grams SET title = new.title_search WHERE rowid = new.id;
END;
CREATE TRIGGER folder_grams_removed AFTER DELETE ON folders BEGIN
    DELETE FROM folder_grams WHERE rowid = old.id;
END;

-- From words in an object to the files that show it.
CREATE INDEX files_by_object ON files (portal_id, object_id);
