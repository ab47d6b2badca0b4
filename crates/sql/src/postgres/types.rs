//! Values on their way to and from PostgreSQL.

use bytes::{BufMut, BytesMut};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::{Cell, Value};

type Failure = Box<dyn std::error::Error + Sync + Send>;

/// A column of a row.
pub(crate) fn cell(row: &tokio_postgres::Row, index: usize) -> Option<Cell<'_>> {
    row.try_get::<_, Raw<'_>>(index).ok().map(|raw| raw.0)
}

struct Raw<'a>(Cell<'a>);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        Ok(Self(match *kind {
            Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN | Type::JSON => {
                Cell::Text(std::str::from_utf8(raw)?)
            }
            Type::BOOL => Cell::Bool(bool::from_sql(kind, raw)?),
            Type::BYTEA => Cell::Blob(raw),
            Type::INT4 => Cell::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Cell::Int(i16::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Cell::Real(f64::from_sql(kind, raw)?),
            Type::FLOAT4 => Cell::Real(f32::from_sql(kind, raw)?.into()),
            Type::NUMERIC => numeric(raw).ok_or("not a finite number")?,
            Type::VOID => Cell::Null,
            _ => return Err(format!("the façade does not read {kind}").into()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Failure> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A `NUMERIC`, which is what `SUM` over `BIGINT` gives: an integer where it is one.
fn numeric<'a>(raw: &[u8]) -> Option<Cell<'a>> {
    let mut words = raw.chunks_exact(2).map(|pair| match pair {
        [high, low] => i16::from_be_bytes([*high, *low]),
        _ => 0,
    });
    let (count, weight, sign, _scale) =
        (words.next()?, words.next()?, words.next()?, words.next()?);
    let sign = match sign {
        0 => 1,
        0x4000 => -1,
        _ => return None, // not a number, infinities
    };
    let digits: Vec<i16> = words.take(usize::try_from(count).ok()?).collect();
    let mut whole = Some(0_i64);
    for position in 0..=weight.max(-1) {
        let digit = usize::try_from(position)
            .ok()
            .and_then(|p| digits.get(p))
            .copied()
            .unwrap_or(0);
        whole = whole.and_then(|w| w.checked_mul(10_000)?.checked_add(sign * i64::from(digit)));
    }
    let fraction = digits
        .iter()
        .skip(usize::try_from(weight + 1).unwrap_or(0))
        .any(|d| *d != 0);
    if let (Some(whole), false) = (whole, fraction) {
        return Some(Cell::Int(whole));
    }
    let real = digits
        .iter()
        .zip(0_i32..)
        .fold(0.0, |sum, (digit, position)| {
            sum + f64::from(*digit) * 10_000_f64.powi(i32::from(weight) - position)
        });
    Some(Cell::Real(real * sign as f64))
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, kind) {
            (Self::Null, _) => return Ok(IsNull::Yes),
            (Self::Bool(yes), &Type::BOOL) => yes.to_sql(kind, out)?,
            (Self::Int(number), &Type::INT8) => number.to_sql(kind, out)?,
            (Self::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(kind, out)?,
            (Self::Int(number), &Type::INT2) => i16::try_from(*number)?.to_sql(kind, out)?,
            (Self::Int(number), &Type::FLOAT8) => (*number as f64).to_sql(kind, out)?,
            (Self::Real(number), &Type::FLOAT8) => number.to_sql(kind, out)?,
            (Self::Real(number), &Type::FLOAT4) => (*number as f32).to_sql(kind, out)?,
            (
                Self::Text(text),
                &(Type::TEXT
                | Type::VARCHAR
                | Type::BPCHAR
                | Type::NAME
                | Type::UNKNOWN
                | Type::JSON),
            ) => {
                out.put_slice(text.as_bytes());
                IsNull::No
            }
            (Self::Blob(bytes), &Type::BYTEA) => {
                out.put_slice(bytes);
                IsNull::No
            }
            (Self::Ints(list), &Type::INT8_ARRAY) => list.to_sql(kind, out)?,
            (Self::Ints(list), &Type::INT4_ARRAY) => {
                let list: Result<Vec<i32>, _> = list.iter().map(|n| i32::try_from(*n)).collect();
                list?.to_sql(kind, out)?
            }
            (Self::Texts(list), &(Type::TEXT_ARRAY | Type::VARCHAR_ARRAY)) => {
                list.to_sql(kind, out)?
            }
            _ => return Err(format!("it is {}, PostgreSQL expects {kind}", self.kind()).into()),
        };
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[i16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn numerics_are_integers_where_they_can_be() {
        assert_eq!(numeric(&words(&[0, 0, 0, 0])), Some(Cell::Int(0)));
        assert_eq!(
            numeric(&words(&[2, 1, 0, 0, 12, 3456])),
            Some(Cell::Int(123_456))
        );
        assert_eq!(
            numeric(&words(&[1, 2, 0x4000, 0, 7])),
            Some(Cell::Int(-700_000_000))
        );
        assert_eq!(
            numeric(&words(&[2, 0, 0, 1, 1, 5000])),
            Some(Cell::Real(1.5))
        );
        assert_eq!(
            numeric(&words(&[1, -1, 0x4000, 2, 2500])),
            Some(Cell::Real(-0.25))
        );
        assert_eq!(
            numeric(&words(&[5, 4, 0x4000, 0, 922, 3372, 368, 5477, 5808])),
            Some(Cell::Int(i64::MIN))
        );
    }
}
