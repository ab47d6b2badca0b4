-- Who works on a file at this moment: a row for each tab or place, which ends by itself unless it is prolonged.
CREATE TABLE editors (
    portal_id BIGINT  NOT NULL,
    file_id   BIGINT  NOT NULL,
    tab       TEXT    NOT NULL,
    user_id   TEXT    NOT NULL,
    alone     BOOLEAN NOT NULL,   -- nobody else may edit meanwhile
    built_in  BOOLEAN NOT NULL,   -- of this product's own editors, which follow what happens to the file
    since     BIGINT  NOT NULL,
    until     BIGINT  NOT NULL,
    PRIMARY KEY (portal_id, file_id, tab)
);
CREATE INDEX editors_by_end ON editors (until);
