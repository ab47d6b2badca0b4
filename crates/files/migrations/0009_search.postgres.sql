-- Search in titles: one letter for all of the Turkish i (dotless, and the dot that lower case leaves behind), and
-- groups of three characters, so that a part of a title is found without reading all of them.
ALTER TABLE files ADD COLUMN title_search TEXT
    GENERATED ALWAYS AS (replace(replace(title_key, 'i' || chr(775), 'i'), chr(305), 'i')) STORED;
ALTER TABLE folders ADD COLUMN title_search TEXT
    GENERATED ALWAYS AS (replace(replace(title_key, 'i' || chr(775), 'i'), chr(305), 'i')) STORED;

-- Not every server has the extension or lets us have it: titles are then read one by one, and `atrium doctor` says so.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm: %', SQLERRM;
END $$;
DO $$
DECLARE
    place TEXT;
BEGIN
    SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
        WHERE e.extname = 'pg_trgm';
    IF place IS NOT NULL THEN
        EXECUTE format('CREATE INDEX files_by_grams ON files USING GIN (title_search %I.gin_trgm_ops)', place);
        EXECUTE format('CREATE INDEX folders_by_grams ON folders USING GIN (title_search %I.gin_trgm_ops)', place);
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'pg_trgm: %', SQLERRM;
END $$;

-- From words in an object to the files that show it.
CREATE INDEX files_by_object ON files (portal_id, object_id);
