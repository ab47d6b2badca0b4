-- Who changed what became a version, when more than its author did: co-editing.
CREATE TABLE version_changes (
    portal_id BIGINT NOT NULL,
    file_id   BIGINT NOT NULL,
    version   BIGINT NOT NULL,
    author    TEXT   NOT NULL,
    changed   BIGINT NOT NULL, -- last time
    PRIMARY KEY (portal_id, file_id, version, author)
);
