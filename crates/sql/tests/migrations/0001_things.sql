CREATE TABLE things (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    flag BOOLEAN NOT NULL DEFAULT FALSE,
    score DOUBLE PRECISION,
    bytes BYTEA,
    uid TEXT,
    parent BIGINT REFERENCES things (id)
);
CREATE UNIQUE INDEX things_name ON things (name, uid);
CREATE UNIQUE INDEX things_lower ON things (lower(name)) WHERE uid = 'v';
