-- The space that people's own folders use, as the tables of folders have it: it was not counted before.
UPDATE people SET used_space = (
    SELECT CAST(COALESCE(SUM(f.used_space), 0) AS BIGINT) FROM roots o
    JOIN folders f ON f.portal_id = o.portal_id AND f.id = o.folder_id
    WHERE o.portal_id = people.portal_id AND o.owner = people.id AND o.kind IN (3, 5) -- trash, My documents
);
