-- What was counted of a key, as JSON. Not logged: a crash of the server forgets minutes, and no commit waits for the disk.
CREATE UNLOGGED TABLE limit_states (
    portal_id BIGINT NOT NULL,   -- 0: the installation itself
    key       TEXT   NOT NULL,   -- a hash: the texts behind it are long, and nobody's business
    state     TEXT   NOT NULL,
    expires   BIGINT NOT NULL,   -- when the state says nothing any more
    PRIMARY KEY (portal_id, key)
) WITH (fillfactor = 50);        -- room for new versions of a row beside the old one
