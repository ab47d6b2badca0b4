//! A text that goes along with a task into the transactions it begins.
//!
//! Whoever starts the work puts it on ([`scope`]), whoever writes deep inside can read it ([`Tx::baggage`]), and nobody
//! in between passes it along. What it says is not this crate's business. A spawned task begins without any.

use std::sync::Arc;

use crate::Tx;

tokio::task_local! {
    static BAGGAGE: Option<Arc<str>>;
}

/// Runs `work` with `baggage`, or with none.
pub async fn scope<F: Future>(baggage: Option<Arc<str>>, work: F) -> F::Output {
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
    use super::*;
    use crate::testing::for_each_database;
    use crate::{Db, Error};

    async fn carried_by(db: &Db) -> (Option<String>, Option<String>) {
        let look = |tx: &mut Tx<'_>| Ok::<_, Error>(tx.baggage().map(str::to_owned));
        (db.read(look).await.unwrap(), db.write(look).await.unwrap())
    }

    #[tokio::test]
    async fn every_transaction_of_a_task_has_its_baggage() {
        for_each_database(|db| async move {
            assert_eq!(carried_by(&db).await, (None, None));
            let (one, two) = tokio::join!(
                scope(Some("one".into()), carried_by(&db)),
                scope(Some("two".into()), carried_by(&db)),
            );
            assert_eq!(one, (Some("one".into()), Some("one".into())));
            assert_eq!(two, (Some("two".into()), Some("two".into())));
            let inner = scope(Some("outer".into()), scope(None, carried_by(&db))).await;
            assert_eq!(inner, (None, None));
            assert_eq!(carried_by(&db).await, (None, None));
        })
        .await;
    }
}
