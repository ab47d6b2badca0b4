-- Where portals keep their objects that do not keep them in the installation's own storage. The highest number is where
-- a portal writes; objects may still lie in the others. No row at all: the installation's own storage, as for most.
CREATE TABLE object_places (
    portal_id BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    way       TEXT   NOT NULL, -- how to get there, sealed by who chose it; '' is the installation's own storage
    chosen    BIGINT NOT NULL, -- since when it is written to
    settled   BIGINT,          -- when everything was brought here
    PRIMARY KEY (portal_id, number)
);
