-- Mailed invitations that were opened: they end a while after the first visit.
CREATE TABLE visited_links (
    portal_id BIGINT NOT NULL,
    key       TEXT   NOT NULL,
    visited   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, key)
);
