-- The page a person signed in on.
ALTER TABLE sessions ADD COLUMN page TEXT NOT NULL DEFAULT '';
