//! Questions about tables that must agree with each other. A sound installation answers none of them.
//!
//! Each asks over all portals and gives a row for what is wrong: portal, what it is about as text, what is there, what
//! should be (numbers, 0 where they mean nothing). The database does the counting; memory holds a handful of rows.

/// Something that must be so.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// What is looked at, for the operator.
    pub about: &'static str,
    /// The question.
    pub sql: &'static str,
    /// What a row means: `{it}`, `{is}` and `{should}` stand for its columns.
    pub words: &'static str,
}

/// Tables of this crate that hold references to objects: selections of portal and object.
pub const REFERENCES: [&str; 4] = [
    "SELECT portal_id, object_id FROM file_versions",
    "SELECT portal_id, object_id FROM logos",
    "SELECT portal_id, object_id FROM upload_parts",
    "SELECT portal_id, picture_id AS object_id FROM thumbnails WHERE picture_id IS NOT NULL",
];

/// What must be so in the tables of this crate, and in the space that people use.
pub const CHECKS: &[Check] = &[
    Check {
        about: "folders lie in folders",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), CAST(0 AS BIGINT), f.parent_id FROM folders f \
              LEFT JOIN folders p ON p.portal_id = f.portal_id AND p.id = f.parent_id \
              WHERE f.parent_id <> 0 AND p.id IS NULL",
        words: "folder {it} lies in folder {should}, which does not exist",
    },
    Check {
        about: "tree of folders",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM folders f \
              LEFT JOIN folder_tree t ON t.portal_id = f.portal_id AND t.descendant_id = f.id \
              AND t.ancestor_id = f.id AND t.depth = 0 WHERE t.descendant_id IS NULL",
        words: "folder {it} is missing in the tree",
    },
    Check {
        about: "tree of folders, upwards",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), CAST(0 AS BIGINT), p.ancestor_id FROM folders f \
              JOIN folder_tree p ON p.portal_id = f.portal_id AND p.descendant_id = f.parent_id \
              LEFT JOIN folder_tree t ON t.portal_id = f.portal_id AND t.descendant_id = f.id \
              AND t.ancestor_id = p.ancestor_id AND t.depth = p.depth + 1 \
              WHERE t.descendant_id IS NULL",
        words: "the tree does not know, or at a wrong distance, that folder {it} lies below folder {should}",
    },
    Check {
        about: "tree of folders, nothing else",
        sql: "SELECT t.portal_id, CAST(t.descendant_id AS TEXT), t.ancestor_id, CAST(0 AS BIGINT) FROM folder_tree t \
              LEFT JOIN folders f ON f.portal_id = t.portal_id AND f.id = t.descendant_id \
              LEFT JOIN folder_tree p ON p.portal_id = t.portal_id AND p.descendant_id = f.parent_id \
              AND p.ancestor_id = t.ancestor_id AND p.depth = t.depth - 1 \
              WHERE f.id IS NULL OR (t.depth > 0 AND p.descendant_id IS NULL) \
              OR (t.depth = 0 AND t.ancestor_id <> t.descendant_id)",
        words: "the tree says that folder {it} lies below folder {is}, which is not so",
    },
    Check {
        about: "roots of folders",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), f.root_id, CAST(0 AS BIGINT) FROM folders f \
              LEFT JOIN folder_tree t ON t.portal_id = f.portal_id AND t.descendant_id = f.id \
              AND t.ancestor_id = f.root_id \
              LEFT JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id AND r.parent_id = 0 \
              WHERE t.descendant_id IS NULL OR r.id IS NULL",
        words: "folder {it} names {is} as its root, which it is not",
    },
    Check {
        about: "rooms around folders",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), COALESCE(f.room_id, 0), COALESCE(x.room_id, 0) \
              FROM folders f LEFT JOIN (SELECT t.portal_id, t.descendant_id, MAX(r.folder_id) AS room_id \
              FROM rooms r JOIN folder_tree t ON t.portal_id = r.portal_id \
              AND t.ancestor_id = r.folder_id GROUP BY t.portal_id, t.descendant_id) x \
              ON x.portal_id = f.portal_id AND x.descendant_id = f.id \
              WHERE COALESCE(f.room_id, 0) <> COALESCE(x.room_id, 0)",
        words: "folder {it} names room {is}, but lies in room {should} (0: none)",
    },
    Check {
        about: "settings of rooms",
        sql: "SELECT r.portal_id, CAST(r.folder_id AS TEXT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM rooms r \
              LEFT JOIN folders f ON f.portal_id = r.portal_id AND f.id = r.folder_id WHERE f.id IS NULL",
        words: "there are settings of room {it}, but no such folder",
    },
    Check {
        about: "registered roots",
        sql: "SELECT o.portal_id, o.owner, o.folder_id, CAST(0 AS BIGINT) FROM roots o \
              LEFT JOIN folders f ON f.portal_id = o.portal_id AND f.id = o.folder_id \
              AND f.parent_id = 0 AND f.kind = o.kind WHERE f.id IS NULL",
        words: "folder {is} is registered as a root of '{it}', but is none",
    },
    Check {
        about: "numbers of folders",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), f.folders_count, COALESCE(x.n, 0) FROM folders f \
              LEFT JOIN (SELECT t.portal_id, t.ancestor_id, COUNT(*) AS n FROM folder_tree t \
              WHERE t.depth > 0 GROUP BY t.portal_id, t.ancestor_id) x \
              ON x.portal_id = f.portal_id AND x.ancestor_id = f.id \
              WHERE f.folders_count <> COALESCE(x.n, 0)",
        words: "folder {it} counts {is} folders and holds {should}",
    },
    Check {
        about: "numbers of files",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), f.files_count, COALESCE(x.n, 0) FROM folders f \
              LEFT JOIN (SELECT t.portal_id, t.ancestor_id, CAST(SUM(d.n) AS BIGINT) AS n FROM folder_tree t \
              JOIN (SELECT portal_id, folder_id, COUNT(*) AS n FROM files GROUP BY portal_id, folder_id) d \
              ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
              GROUP BY t.portal_id, t.ancestor_id) x \
              ON x.portal_id = f.portal_id AND x.ancestor_id = f.id \
              WHERE f.files_count <> COALESCE(x.n, 0)",
        words: "folder {it} counts {is} files and holds {should}",
    },
    Check {
        about: "used space",
        sql: "SELECT f.portal_id, CAST(f.id AS TEXT), f.used_space, COALESCE(x.n, 0) FROM folders f \
              LEFT JOIN (SELECT t.portal_id, t.ancestor_id, CAST(SUM(d.n) AS BIGINT) AS n FROM folder_tree t \
              JOIN (SELECT d.portal_id, d.folder_id, CAST(SUM(v.size) AS BIGINT) AS n FROM files d \
              JOIN file_versions v ON v.portal_id = d.portal_id AND v.file_id = d.id \
              GROUP BY d.portal_id, d.folder_id) d \
              ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
              GROUP BY t.portal_id, t.ancestor_id) x \
              ON x.portal_id = f.portal_id AND x.ancestor_id = f.id \
              WHERE f.used_space <> COALESCE(x.n, 0)",
        words: "folder {it} counts {is} bytes and holds {should}",
    },
    Check {
        about: "space of people",
        sql: "SELECT p.portal_id, p.id, p.used_space, COALESCE(x.n, 0) FROM people p \
              LEFT JOIN (SELECT o.portal_id, o.owner, CAST(SUM(f.used_space) AS BIGINT) AS n FROM roots o \
              JOIN folders f ON f.portal_id = o.portal_id AND f.id = o.folder_id \
              WHERE o.kind IN (3, 5) GROUP BY o.portal_id, o.owner) x \
              ON x.portal_id = p.portal_id AND x.owner = p.id \
              WHERE p.used_space <> COALESCE(x.n, 0)",
        words: "person {it} is charged with {is} bytes and uses {should}",
    },
    Check {
        about: "files lie in folders",
        sql: "SELECT d.portal_id, CAST(d.id AS TEXT), CAST(0 AS BIGINT), d.folder_id FROM files d \
              LEFT JOIN folders f ON f.portal_id = d.portal_id AND f.id = d.folder_id WHERE f.id IS NULL",
        words: "file {it} lies in folder {should}, which does not exist",
    },
    Check {
        about: "current versions",
        sql: "SELECT d.portal_id, CAST(d.id AS TEXT), CAST(0 AS BIGINT), d.version FROM files d \
              LEFT JOIN file_versions v ON v.portal_id = d.portal_id AND v.file_id = d.id \
              AND v.version = d.version AND v.size = d.size AND v.object_id = d.object_id \
              WHERE v.file_id IS NULL",
        words: "file {it} does not have the version {should} it shows",
    },
    Check {
        about: "versions of files",
        sql: "SELECT v.portal_id, CAST(v.file_id AS TEXT), v.version, CAST(0 AS BIGINT) FROM file_versions v \
              LEFT JOIN files d ON d.portal_id = v.portal_id AND d.id = v.file_id WHERE d.id IS NULL",
        words: "there is a version {is} of file {it}, but no such file",
    },
    Check {
        about: "access to folders and files",
        sql: "SELECT s.portal_id, CAST(s.entry_id AS TEXT), s.entry_kind, CAST(0 AS BIGINT) FROM shares s \
              LEFT JOIN folders f ON s.entry_kind = 1 AND f.portal_id = s.portal_id AND f.id = s.entry_id \
              LEFT JOIN files d ON s.entry_kind = 2 AND d.portal_id = s.portal_id AND d.id = s.entry_id \
              WHERE f.id IS NULL AND d.id IS NULL",
        words: "somebody has access to entry {it} of kind {is} (1 folder, 2 file), which does not exist",
    },
];
