-- The code that was sent to somebody's telephone; only a mark of it is kept.
CREATE TABLE sms_codes (
    portal_id BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    code      TEXT   NOT NULL,
    since     BIGINT NOT NULL,      -- when the counting of codes and checks began
    made      BIGINT NOT NULL,      -- when this code was made
    sent      BIGINT NOT NULL,
    checks    BIGINT NOT NULL,
    PRIMARY KEY (portal_id, user_id)
);
