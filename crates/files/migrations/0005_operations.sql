-- What a copy has made so far, written with each copied entry: an operation that is run again after
-- its node died goes on instead of copying twice.
CREATE TABLE operation_steps (
    portal_id  BIGINT NOT NULL,
    job_id     TEXT   NOT NULL,
    entry_kind BIGINT NOT NULL,
    entry_id   BIGINT NOT NULL,
    result_id  BIGINT,            -- the copy; NULL when the entry was left out
    PRIMARY KEY (portal_id, job_id, entry_kind, entry_id)
);
