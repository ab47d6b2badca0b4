-- Letters about what happened in a portal read the history by time.
CREATE INDEX history_by_time ON history (portal_id, at);
