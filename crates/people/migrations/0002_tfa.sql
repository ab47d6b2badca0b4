-- Whether an authenticator app is linked; kept by the domain that keeps its secret.
ALTER TABLE people ADD COLUMN tfa_app BOOLEAN NOT NULL DEFAULT FALSE;
