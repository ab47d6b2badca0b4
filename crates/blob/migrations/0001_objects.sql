-- What is stored and how many rows of the domains refer to it.
CREATE TABLE objects (
    portal_id   BIGINT NOT NULL,
    id          TEXT NOT NULL,
    size        BIGINT NOT NULL,
    blake3      BYTEA NOT NULL,
    refs        BIGINT NOT NULL CHECK (refs >= 0),
    created     BIGINT NOT NULL,
    released_at BIGINT, -- when refs became 0; NULL while there are any
    PRIMARY KEY (portal_id, id)
);
-- Garbage collection asks by name alone, and for what nobody refers to any more.
CREATE INDEX objects_by_id ON objects (id);
CREATE INDEX objects_released ON objects (released_at) WHERE released_at IS NOT NULL;
