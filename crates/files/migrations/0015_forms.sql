-- PDF forms that are filled in by others. A form that nobody prepared for that has no row.
CREATE TABLE forms (
    portal_id     BIGINT  NOT NULL,
    file_id       BIGINT  NOT NULL,
    started       BOOLEAN NOT NULL,
    started_by    TEXT,
    stopped       BIGINT,              -- data rooms: since when it is interrupted
    stopped_by    TEXT,
    version       BIGINT  NOT NULL,    -- of the form, which drafts are copies of
    in_process_id BIGINT,              -- folder of the copies that were begun
    results_id    BIGINT,              -- folder of the finished copies
    sheet_id      BIGINT,              -- spreadsheet of the answers
    sheet_from    BIGINT  NOT NULL DEFAULT 1, -- number of the first copy in it
    submitted     BIGINT  NOT NULL DEFAULT 0, -- number of the last finished copy
    PRIMARY KEY (portal_id, file_id)
);
CREATE INDEX forms_by_results ON forms (portal_id, results_id);

-- Who fills in what, in order (data rooms).
CREATE TABLE form_roles (
    portal_id BIGINT  NOT NULL,
    form_id   BIGINT  NOT NULL,
    name      TEXT    NOT NULL,
    sequence  BIGINT  NOT NULL,        -- from 1
    color     TEXT    NOT NULL,
    user_id   TEXT    NOT NULL,
    opened    BIGINT,
    submitted BIGINT,
    PRIMARY KEY (portal_id, form_id, name)
);
CREATE INDEX form_roles_by_user ON form_roles (portal_id, user_id);

-- The copy of a form that somebody has begun: one for a person and form.
CREATE TABLE form_drafts (
    portal_id BIGINT NOT NULL,
    form_id   BIGINT NOT NULL,
    user_id   TEXT   NOT NULL,
    file_id   BIGINT NOT NULL,
    version   BIGINT NOT NULL,         -- of the form
    PRIMARY KEY (portal_id, form_id, user_id)
);
CREATE INDEX form_drafts_by_file ON form_drafts (portal_id, file_id);

-- Finished copies with what was answered.
CREATE TABLE form_submissions (
    portal_id BIGINT NOT NULL,
    form_id   BIGINT NOT NULL,
    number    BIGINT NOT NULL,
    file_id   BIGINT NOT NULL,         -- the finished copy
    user_id   TEXT   NOT NULL,
    session   TEXT   NOT NULL,
    submitted BIGINT NOT NULL,
    answers   TEXT   NOT NULL,         -- JSON, in the order of the form's fields
    PRIMARY KEY (portal_id, form_id, number)
);
CREATE INDEX form_submissions_by_file ON form_submissions (portal_id, file_id);
CREATE INDEX form_submissions_by_session ON form_submissions (portal_id, session);
