//! The `fields` projection: which members of `response` the client wants (platform/01 §1.8).

use http::HeaderMap;
use serde_json::Value;

/// Wanted members as dotted paths; empty means everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<Vec<String>>);

impl Fields {
    /// Reads `fields=a,b.c`, repeated `fields[]=` and the request header `fields`.
    pub fn of(query: &str, headers: &HeaderMap) -> Self {
        let mut paths = Vec::new();
        if query.contains("ields") || query.contains("IELDS") {
            for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
                let name = name.strip_suffix("[]").unwrap_or(&name);
                if name.eq_ignore_ascii_case("fields") {
                    add(&mut paths, &value);
                }
            }
        }
        for value in headers.get_all("fields") {
            add(&mut paths, value.to_str().unwrap_or_default());
        }
        Self(paths)
    }

    /// Whether the whole value is wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Drops the members that are not wanted; lists are projected element by element.
    pub fn project(&self, value: &mut Value) {
        if !self.is_empty() {
            let paths: Vec<&[String]> = self.0.iter().map(Vec::as_slice).collect();
            project(value, &paths);
        }
    }
}

fn add(paths: &mut Vec<Vec<String>>, list: &str) {
    let names = list.split(',').map(str::trim).filter(|n| !n.is_empty());
    paths.extend(names.map(|name| name.split('.').map(str::to_owned).collect()));
}

fn project(value: &mut Value, paths: &[&[String]]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| project(item, paths)),
        Value::Object(members) => {
            members.retain(|name, _| paths.iter().any(|path| path.first() == Some(name)));
            for (name, member) in members.iter_mut() {
                let below: Vec<&[String]> = paths
                    .iter()
                    .filter_map(|path| path.split_first())
                    .filter(|(first, _)| *first == name)
                    .map(|(_, rest)| rest)
                    .collect();
                // A name without dot keeps the entire member.
                if below.iter().all(|rest| !rest.is_empty()) {
                    project(member, &below);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn projected(query: &str, mut value: Value) -> Value {
        Fields::of(query, &HeaderMap::new()).project(&mut value);
        value
    }

    #[test]
    fn keeps_named_members_of_every_element() {
        let value = json!([{"id": 1, "title": "a"}, {"id": 2, "title": "b"}]);
        assert_eq!(projected("fields=id", value), json!([{"id": 1}, {"id": 2}]));
    }

    #[test]
    fn dots_descend_and_a_plain_name_keeps_everything() {
        let value = json!({"id": 1, "createdBy": {"id": "x", "name": "n"}, "other": 2});
        assert_eq!(
            projected("fields=createdBy.id&fields[]=id", value.clone()),
            json!({"id": 1, "createdBy": {"id": "x"}})
        );
        assert_eq!(
            projected("fields=createdBy.id,createdBy", value),
            json!({"createdBy": {"id": "x", "name": "n"}})
        );
    }

    #[test]
    fn unknown_names_leave_an_empty_object_and_scalars_stay() {
        assert_eq!(projected("fields=Nope", json!({"id": 1})), json!({}));
        assert_eq!(projected("fields=Nope", json!(true)), json!(true));
        assert_eq!(projected("", json!({"id": 1})), json!({"id": 1}));
    }

    #[test]
    fn the_header_works_like_the_parameter() {
        let mut headers = HeaderMap::new();
        headers.insert("fields", http::HeaderValue::from_static("id"));
        let mut value = json!({"id": 1, "a": 2});
        Fields::of("", &headers).project(&mut value);
        assert_eq!(value, json!({"id": 1}));
    }
}
