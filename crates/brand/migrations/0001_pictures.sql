-- Logos that portals chose instead of the product's. The slot is a kind on one ground: 1_light, 16_dark.
CREATE TABLE brand_pictures (
    portal_id BIGINT NOT NULL,
    slot      TEXT   NOT NULL,
    extension TEXT   NOT NULL, -- png, svg
    object_id TEXT   NOT NULL,
    PRIMARY KEY (portal_id, slot)
);
