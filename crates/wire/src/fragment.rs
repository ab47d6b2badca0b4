//! Parts of an answer that occur in it many times.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json;

/// A value as JSON, written once and shared by all places of an answer that show it.
///
/// A list of 25 files names the same two or three people 50 times; copying a text is far cheaper than writing it.
#[derive(Debug, Clone)]
pub struct Fragment(Arc<RawValue>);

impl Fragment {
    /// Writes the value. Dates in it are in the zone that is in force now.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let mut text = Vec::with_capacity(640);
        let written = json::write(value, &mut text)
            .ok()
            .and_then(|_| String::from_utf8(text).ok())
            .and_then(|text| RawValue::from_string(text).ok());
        Self(written.map_or_else(|| Arc::from(RawValue::NULL.to_owned()), Arc::from))
    }
}

impl Serialize for Fragment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fragment_reads_like_its_value() {
        let value = json!({"a": null, "b": [1, {"c": "d\n"}]});
        let fragment = Fragment::of(&value);
        let mut out = Vec::new();
        json::write(&[fragment.clone(), fragment.clone()], &mut out).unwrap();
        let one = r#"{"b":[1,{"c":"d\n"}]}"#;
        assert_eq!(String::from_utf8(out).unwrap(), format!("[{one},{one}]"));
        // A projection goes through a tree.
        let tree = serde_json::to_value(&fragment).unwrap();
        assert_eq!(tree, json!({"b": [1, {"c": "d\n"}]}));
    }
}
