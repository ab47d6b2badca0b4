-- Where the change came from: the request behind it (src/origin.rs).
ALTER TABLE events ADD COLUMN origin TEXT;
ALTER TABLE undelivered_events ADD COLUMN origin TEXT;
