-- Background work, from the transaction that wants it done until some minutes after its end.
CREATE TABLE jobs (
    portal_id   BIGINT NOT NULL, -- 0: the installation itself
    id          TEXT NOT NULL,
    owner       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    payload     TEXT NOT NULL,
    hidden      BOOLEAN NOT NULL,
    status      BIGINT NOT NULL, -- 0 created, 1 running, 2 completed, 3 cancelled, 4 failed
    percent     BIGINT NOT NULL,
    processed   BIGINT NOT NULL,
    total       BIGINT NOT NULL,
    error       TEXT NOT NULL,
    result      TEXT NOT NULL,
    attempt     BIGINT NOT NULL, -- how often it was begun
    cancel      BOOLEAN NOT NULL, -- somebody wants it to end
    due         BIGINT NOT NULL, -- created: when it may begin; running: when its worker's lease ends
    worker      TEXT, -- who runs it
    created     BIGINT NOT NULL,
    finished    BIGINT,
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX jobs_due ON jobs (due) WHERE status < 2;
CREATE INDEX jobs_finished ON jobs (finished) WHERE finished IS NOT NULL;
CREATE INDEX jobs_of_owner ON jobs (portal_id, owner, created);

-- Work that comes back: one row a kind, claimed once across all nodes.
CREATE TABLE schedules (
    portal_id BIGINT NOT NULL, -- always 0
    kind      TEXT NOT NULL,
    next      BIGINT NOT NULL,
    PRIMARY KEY (portal_id, kind)
);
