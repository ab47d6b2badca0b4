//! A text that goes along with a task into the transactions it begins.
//!
//! Whoever starts the work puts it on ([`scope`]), whoever writes deep inside can read it ([`Tx::baggage`]), and nobody
//! in between passes it along. What it says is not this crate's business. A spawned task begins without any.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use crate::Tx;

tokio::task_local! {
    static BAGGAGE: Option<Baggage>;
}

/// The text. Cheap to clone.
#[derive(Clone)]
pub struct Baggage(Arc<dyn Deref<Target = String> + Send + Sync>);

impl Baggage {
    /// A text that is made once, and only if somebody reads it: most tasks begin no transaction that does.
    pub fn lazy(make: impl FnOnce() -> String + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(make)))
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl From<String> for Baggage {
    fn from(text: String) -> Self {
        Self::lazy(|| text)
    }
}

/// Runs `work` with `baggage`, or with none.
pub async fn scope<F: Future>(baggage: Option<Baggage>, work: F) -> F::Output {
    BAGGAGE.scope(baggage, work).await
}

/// A transaction's closure that remembers the baggage of the task which hands it over.
pub(crate) fn carried<T, E>(
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
) -> impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static {
    let baggage = BAGGAGE.try_with(Clone::clone).ok().flatten();
    move |tx: &mut Tx<'_>| {
        tx.carry(baggage);
        f(tx)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::testing::for_each_database;
    use crate::{Db, Error};

    #[tokio::test]
    async fn a_text_is_made_once_and_only_when_it_is_read() {
        for_each_database(|db| async move {
            let made = Arc::new(AtomicU32::new(0));
            let count = Arc::clone(&made);
            let baggage =
                Baggage::lazy(move || format!("{}", count.fetch_add(1, Ordering::SeqCst)));
            scope(Some(baggage), async {
                let nothing = |_: &mut Tx<'_>| Ok::<_, Error>(());
                db.read(nothing).await.unwrap();
                db.write(nothing).await.unwrap();
                assert_eq!(made.load(Ordering::SeqCst), 0);
                for _ in 0..2 {
                    let first = Some("0".to_owned());
                    assert_eq!(carried_by(&db).await, (first.clone(), first));
                }
            })
            .await;
        })
        .await;
    }

    async fn carried_by(db: &Db) -> (Option<String>, Option<String>) {
        let look = |tx: &mut Tx<'_>| Ok::<_, Error>(tx.baggage().map(str::to_owned));
        (db.read(look).await.unwrap(), db.write(look).await.unwrap())
    }

    #[tokio::test]
    async fn every_transaction_of_a_task_has_its_baggage() {
        for_each_database(|db| async move {
            assert_eq!(carried_by(&db).await, (None, None));
            let text = |text: &str| Some(Baggage::from(text.to_owned()));
            let (one, two) = tokio::join!(
                scope(text("one"), carried_by(&db)),
                scope(text("two"), carried_by(&db)),
            );
            assert_eq!(one, (Some("one".into()), Some("one".into())));
            assert_eq!(two, (Some("two".into()), Some("two".into())));
            let inner = scope(text("outer"), scope(None, carried_by(&db))).await;
            assert_eq!(inner, (None, None));
            assert_eq!(carried_by(&db).await, (None, None));
        })
        .await;
    }
}
