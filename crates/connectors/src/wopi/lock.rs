//! Locks: the office holds a file for everybody who has it open there, and saves under the lock's name.

use portal::UserId;
use sql::Micros;

use super::guest::Guest;
use super::refusal::Refusal;
use super::store::{self, Lock};
use crate::Connectors;

/// How long a lock lasts that nobody renews.
const LIFE: Micros = 30 * 60 * 1_000_000;
/// Longest name of a lock, in characters.
const LONGEST: usize = 1024;

/// What the office wants of the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To have it, or to have it longer.
    Lock(String),
    /// To call it otherwise.
    Relock(String, String),
    /// To have it longer.
    Refresh(String),
    /// To let go of it.
    Unlock(String),
}

/// Whether a text can be a lock's name.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// The lock after what the office wants; nothing when there is none any more.
///
/// # Errors
/// 409 with the name of the lock that is held.
fn after(
    held: Option<Lock>,
    wanted: &Wanted,
    user: UserId,
    now: Micros,
) -> Result<Option<Lock>, Refusal> {
    let fits =
        |held: &Option<Lock>, name: &String| held.as_ref().map(|held| &held.name) == Some(name);
    let longer = |held: Lock, name: &String| {
        let mut people = held.people;
        if !people.contains(&user) {
            people.push(user);
        }
        Lock {
            name: name.clone(),
            people,
            ends: now + LIFE,
            ..held
        }
    };
    let fresh = || Lock {
        name: String::new(),
        people: Vec::new(),
        ends: now,
        saved: None,
    };
    let other = |held: Option<Lock>| {
        let name = held.map(|held| held.name).unwrap_or_default();
        Err(Refusal::Locked(name, "The lock is another one"))
    };
    match wanted {
        Wanted::Lock(name) if held.is_none() || fits(&held, name) => {
            Ok(Some(longer(held.unwrap_or_else(fresh), name)))
        }
        Wanted::Refresh(name) | Wanted::Relock(_, name) if fits(&held, name) => {
            let new = match wanted {
                Wanted::Relock(new, _) => new,
                _ => name,
            };
            Ok(held.map(|held| longer(held, new)))
        }
        Wanted::Unlock(name) if fits(&held, name) => Ok(None),
        _ => other(held),
    }
}

/// Does what the office wants of the lock, and tells who works on the file.
///
/// # Errors
/// 409 with the name of the lock that is held.
pub(crate) async fn change(
    connectors: &Connectors,
    guest: &Guest,
    wanted: Wanted,
) -> Result<(), Refusal> {
    let (portal, file) = (guest.viewer.portal, guest.file.id);
    let (user, now) = (guest.viewer.user(), guest.viewer.now);
    let db = connectors.files().db();
    let lock = db
        .write(move |tx| {
            let held = store::of(tx, portal, file, now)?;
            let lock = after(held, &wanted, user, now)?;
            match &lock {
                Some(lock) => store::put(tx, portal, file, lock)?,
                None => store::remove(tx, portal, file, now)?,
            }
            Ok::<_, Refusal>(lock)
        })
        .await?;
    let ends = lock.as_ref().map_or(now, |lock| lock.ends);
    let people = lock.into_iter().flat_map(|lock| lock.people).collect();
    let told = connectors
        .files()
        .set_foreign_editors(portal, file, people, ends);
    Ok(told.await?)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn after_all(wanted: &[Wanted]) -> Result<Option<Lock>, Refusal> {
        let mut held = None;
        for one in wanted {
            held = after(held, one, UserId::SYSTEM, 0)?;
        }
        Ok(held)
    }

    fn names(wanted: &[Wanted]) -> Result<Option<String>, String> {
        match after_all(wanted) {
            Ok(lock) => Ok(lock.map(|lock| lock.name)),
            Err(Refusal::Locked(name, _)) => Err(name),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_table_of_the_protocol() {
        let text = |name: &str| name.to_owned();
        let lock = |name: &str| Wanted::Lock(text(name));
        let refresh = |name: &str| Wanted::Refresh(text(name));
        let unlock = |name: &str| Wanted::Unlock(text(name));
        let relock = |new: &str, old: &str| Wanted::Relock(text(new), text(old));
        let held = |name: &str| Ok(Some(text(name)));
        let other = |name: &str| Err(text(name));
        assert_eq!(names(&[lock("a")]), held("a"));
        assert_eq!(names(&[lock("a"), lock("a")]), held("a"));
        assert_eq!(names(&[lock("a"), lock("b")]), other("a"));
        assert_eq!(names(&[lock("a"), refresh("a")]), held("a"));
        assert_eq!(names(&[lock("a"), refresh("b")]), other("a"));
        assert_eq!(names(&[refresh("a")]), other(""));
        assert_eq!(names(&[lock("a"), unlock("a")]), Ok(None));
        assert_eq!(names(&[lock("a"), unlock("b")]), other("a"));
        assert_eq!(names(&[unlock("a")]), other(""));
        assert_eq!(names(&[lock("a"), relock("b", "a")]), held("b"));
        assert_eq!(names(&[lock("a"), relock("b", "c")]), other("a"));
        assert_eq!(names(&[relock("b", "a")]), other(""));
    }

    #[test]
    fn everybody_under_a_lock_is_named_once() {
        let twice = [
            Wanted::Lock("a".to_owned()),
            Wanted::Refresh("a".to_owned()),
        ];
        let lock = after_all(&twice).unwrap().unwrap();
        assert_eq!(lock.people, [UserId::SYSTEM]);
        let other = Wanted::Lock("a".to_owned());
        let lock = after(Some(lock), &other, UserId::LOST, 5).unwrap().unwrap();
        assert_eq!(lock.people, [UserId::SYSTEM, UserId::LOST]);
        assert_eq!(lock.ends, 5 + LIFE);
    }

    #[test]
    fn names_are_short_and_plain() {
        assert!(is_name("a") && is_name(&"x".repeat(1024)));
        assert!(!is_name("") && !is_name(&"x".repeat(1025)) && !is_name("\u{e9}"));
    }
}
