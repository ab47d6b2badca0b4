-- The authenticator app of a person. Secret and codes are encrypted with the installation key.
CREATE TABLE factor_apps (
    portal_id BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    secret    TEXT   NOT NULL,
    linked    BIGINT,               -- when its first code was right; NULL = offered only
    changed   BIGINT NOT NULL,
    last_step BIGINT NOT NULL,      -- the time step of the newest code used: older ones are replays
    codes     TEXT   NOT NULL,      -- backup codes; empty until linked
    PRIMARY KEY (portal_id, user_id)
);
