-- The last index number of a folder, found without reading the folder.
CREATE INDEX folders_by_position ON folders (portal_id, parent_id, position) WHERE position IS NOT NULL;
CREATE INDEX files_by_position ON files (portal_id, folder_id, position) WHERE position IS NOT NULL;
