-- The groups of a person are asked for with every list. The index holds all that is asked: without statistics SQLite took
-- the primary key instead and walked through all members of all groups of the portal.
DROP INDEX people_group_members_by_user;
CREATE INDEX people_group_members_by_user ON people_group_members (portal_id, user_id, group_id);
