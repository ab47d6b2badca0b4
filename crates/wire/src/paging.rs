//! Paging and sorting parameters (platform/01 §1.8).

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::validate::{Check, Validate};
use crate::{Error, from_query};

/// `startIndex` and `count`. An extractor of its own, beside the [`crate::Query`] of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Page size, 1 to 100.
    #[param(default = 100, minimum = 1, maximum = 100)]
    pub count: i32,
    /// Elements to skip.
    #[param(default = 0, minimum = 0)]
    pub start_index: i32,
}

impl Default for Paging {
    fn default() -> Self {
        Self {
            count: 100,
            start_index: 0,
        }
    }
}

impl Validate for Paging {
    fn validate(&self, check: &mut Check) {
        check
            .range("Count", self.count, 1, 100)
            .range("StartIndex", self.start_index, 0, i32::MAX);
    }
}

impl Paging {
    /// The page of a list that is in memory already.
    pub fn cut<T>(&self, items: Vec<T>) -> Vec<T> {
        let (skip, take) = (self.start_index.max(0), self.count.max(0));
        items
            .into_iter()
            .skip(skip.unsigned_abs() as usize)
            .take(take.unsigned_abs() as usize)
            .collect()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let paging: Self = from_query(parts.uri.query().unwrap_or_default())?;
        Check::run(&paging)?;
        Ok(paging)
    }
}

crate::wire_enum! {
    /// Direction of a sorted list, `sortOrder=ascending|descending|0|1`.
    #[derive(Default)]
    pub enum SortOrder: number {
        #[default]
        Ascending = 0,
        Descending = 1,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn paging(query: &str) -> Result<Paging, Error> {
        let paging: Paging = from_query(query)?;
        Check::run(&paging)?;
        Ok(paging)
    }

    #[test]
    fn defaults_and_names_in_any_case() {
        assert_eq!(
            paging("").unwrap(),
            Paging {
                count: 100,
                start_index: 0
            }
        );
        assert_eq!(
            paging("StartIndex=5&COUNT=10").unwrap(),
            Paging {
                count: 10,
                start_index: 5
            }
        );
        assert_eq!(paging("count=3").unwrap().cut(vec![1, 2, 3, 4]), [1, 2, 3]);
    }

    #[test]
    fn sizes_out_of_range_are_refused_with_the_text_of_dot_net() {
        for query in ["count=0", "count=101", "count=-1"] {
            let Err(Error::Validation(found)) = paging(query) else {
                panic!("{query}")
            };
            let text = "The field Count must be between 1 and 100.";
            assert_eq!(found, crate::Validation::one("Count", text));
        }
        assert!(matches!(paging("count=x"), Err(Error::Validation(_))));
    }
}
