-- Pictures of rooms' logos: each size an object under one random name, and uploads that wait to be cut.
CREATE TABLE logos (
    portal_id BIGINT NOT NULL,
    name      TEXT   NOT NULL,      -- as it stands in addresses; nobody guesses one
    size      TEXT   NOT NULL,      -- orig, large, medium, small; temp: waits to be cut
    owner     TEXT   NOT NULL,      -- who uploaded it
    object_id TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, name, size)
);
CREATE INDEX logos_by_owner ON logos (portal_id, owner, size);
