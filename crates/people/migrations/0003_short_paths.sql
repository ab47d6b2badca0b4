-- Short addresses are the portal's now.
INSERT INTO short_paths (portal_id, key, path, created) SELECT portal_id, key, path, created FROM short_links;
DROP TABLE short_links;
