-- Locks that clients of WebDAV take for a while: they end by themselves.
ALTER TABLE files ADD COLUMN locked_until BIGINT;   -- NULL: until somebody unlocks the file
