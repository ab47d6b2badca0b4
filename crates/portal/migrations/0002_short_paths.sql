-- Short addresses of long paths: `/s/<key>` leads there.
CREATE TABLE short_paths (
    portal_id BIGINT NOT NULL,
    key       TEXT   NOT NULL,
    path      TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    PRIMARY KEY (portal_id, key)
);
CREATE UNIQUE INDEX short_paths_by_path ON short_paths (portal_id, path);
