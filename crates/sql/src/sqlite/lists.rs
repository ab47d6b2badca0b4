//! `= ANY($n)` and `<> ALL($n)` in SQLite's words.

/// The statement with lists spelled for SQLite, where a list is bound as a JSON array.
///
/// Only called for statements that have a list among their parameters.
pub(super) fn rewritten(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 40);
    let mut rest = sql;
    while let Some(open) = rest.find("($") {
        let (before, after) = rest.split_at(open);
        let Some((kept, operator)) = comparison(before) else {
            let (other, behind) = rest.split_at(open + 2);
            out.push_str(other);
            rest = behind;
            continue;
        };
        let close = after.find(')').unwrap_or(after.len());
        let inside = after.get(1..close).unwrap_or_default();
        let digits = inside.find(|c: char| c != '$' && !c.is_ascii_digit());
        let name = inside
            .get(..digits.unwrap_or(inside.len()))
            .unwrap_or_default();
        out.push_str(kept);
        out.push_str(operator);
        out.push_str(" (SELECT value FROM json_each(");
        out.push_str(name);
        out.push_str("))");
        rest = after.get(close + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Splits `… = ANY` into what precedes it and SQLite's operator.
fn comparison(before: &str) -> Option<(&str, &'static str)> {
    let before = before.trim_end();
    let (head, word) = before.split_at_checked(before.len().checked_sub(3)?)?;
    let head = head.trim_end();
    if word.eq_ignore_ascii_case("any") {
        return Some((head.strip_suffix('=')?, "IN"));
    }
    if word.eq_ignore_ascii_case("all") {
        let kept = head
            .strip_suffix("<>")
            .or_else(|| head.strip_suffix("!="))?;
        return Some((kept, "NOT IN"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::rewritten;

    #[test]
    fn lists_become_subqueries_and_the_rest_stays() {
        assert_eq!(
            rewritten(
                "SELECT 1 FROM t WHERE a = ANY($2) AND b <> all ( $1::bigint[] ) AND c IN ($3)"
            ),
            "SELECT 1 FROM t WHERE a IN (SELECT value FROM json_each($2)) AND b <> all ( $1::bigint[] ) AND c IN ($3)"
        );
        assert_eq!(
            rewritten("a != ALL($1::bigint[]) OR f($2, 1) = 1"),
            "a NOT IN (SELECT value FROM json_each($1)) OR f($2, 1) = 1"
        );
        assert_eq!(rewritten("SELECT $1"), "SELECT $1");
        assert_eq!(
            rewritten("($1 OR a = ANY($2))"),
            "($1 OR a IN (SELECT value FROM json_each($2)))"
        );
        assert_eq!(
            rewritten("é=any($1)"),
            "éIN (SELECT value FROM json_each($1))"
        );
    }
}
