-- What the transaction that wanted the job carried; the job's own transactions carry it on.
ALTER TABLE jobs ADD COLUMN baggage TEXT;
