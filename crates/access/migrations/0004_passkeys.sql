-- Passkeys of people. `credential` (JSON) holds what is public of one: key, counter, flags.
CREATE TABLE passkeys (
    portal_id  BIGINT NOT NULL,
    id         TEXT   NOT NULL,     -- of the credential, in base64url
    user_id    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    host       TEXT   NOT NULL,     -- the host it was made for: browsers offer it there only
    credential TEXT   NOT NULL,
    created    BIGINT NOT NULL,
    last_used  BIGINT,
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX passkeys_by_user ON passkeys (portal_id, user_id);

-- Challenges that wait for their answer. Each is answered once, on whatever node.
CREATE TABLE passkey_challenges (
    portal_id BIGINT NOT NULL,
    id        TEXT   NOT NULL,
    user_id   TEXT,                 -- whose it is; NULL = anybody's
    purpose   TEXT   NOT NULL,      -- register, sign-in, second-factor
    state     TEXT   NOT NULL,      -- JSON
    expires   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, id)
);
CREATE INDEX passkey_challenges_by_end ON passkey_challenges (expires);
