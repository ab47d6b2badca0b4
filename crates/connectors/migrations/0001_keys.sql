-- What a document server saved last of a file, and under which key it has the document open.
CREATE TABLE document_keys (
    portal_id BIGINT  NOT NULL,
    file_id   BIGINT  NOT NULL,
    key       TEXT    NOT NULL,
    object    TEXT    NOT NULL, -- content of the file after that save
    version   BIGINT  NOT NULL,
    address   TEXT    NOT NULL, -- where the server had that content: told again, it is the same save
    closed    BOOLEAN NOT NULL, -- it was the last save: the next opening has another key
    PRIMARY KEY (portal_id, file_id)
);
