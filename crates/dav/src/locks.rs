//! Locks of clients: which cover a place, and who may write there in spite of them. Pure functions over loaded locks.

use portal::UserId;

/// A place that can be locked: a root, and the path below it ([`crate::path::Path::below_root`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) root: i64,
    pub(crate) path: String,
}

impl Place {
    fn is_below(&self, other: &Self) -> bool {
        let rest = self.path.strip_prefix(&other.path);
        self.root == other.root && rest.is_some_and(|rest| rest.starts_with('/'))
    }
}

/// A lock that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    pub(crate) token: String,
    pub(crate) place: Place,
    pub(crate) deep: bool,
    pub(crate) shared: bool,
    pub(crate) holder: UserId,
    /// What its client wants to read again, as XML.
    pub(crate) owner: String,
    pub(crate) seconds: i64,
}

impl Lock {
    /// Whether it holds for a place.
    pub(crate) fn covers(&self, place: &Place) -> bool {
        self.place == *place || (self.deep && place.is_below(&self.place))
    }

    fn is_held_by(&self, who: UserId, tokens: &[String]) -> bool {
        self.holder == who && tokens.contains(&self.token)
    }
}

/// What a request does to a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Touch {
    /// Changes it, or what lies directly in it.
    Itself(Place),
    /// Changes it and everything below it.
    Whole(Place),
}

/// The lock that keeps `who` with these tokens from touching a place.
///
/// Of exclusive locks all tokens must be shown. Of shared ones one is enough: whoever has it is one of those who
/// agreed to write.
pub(crate) fn obstacle<'a>(
    locks: &'a [Lock],
    touch: &Touch,
    who: UserId,
    tokens: &[String],
) -> Option<&'a Lock> {
    let (Touch::Itself(place) | Touch::Whole(place)) = touch;
    let deep = matches!(touch, Touch::Whole(_));
    let covering = |lock: &&Lock| lock.covers(place);
    let below = |lock: &&Lock| deep && lock.place.is_below(place);
    let shared_held = locks
        .iter()
        .filter(covering)
        .any(|lock| lock.shared && lock.is_held_by(who, tokens));
    locks.iter().find(|lock| {
        let concerns = covering(lock) || below(lock);
        let excused = lock.shared && shared_held && covering(lock);
        concerns && !excused && !lock.is_held_by(who, tokens)
    })
}

/// The lock that a new one could not stand beside.
pub(crate) fn conflict<'a>(locks: &'a [Lock], new: &Lock) -> Option<&'a Lock> {
    locks.iter().find(|lock| {
        let meets = lock.covers(&new.place) || new.covers(&lock.place);
        meets && !(lock.shared && new.shared)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: UserId = UserId(uuid::Uuid::from_u128(1));
    const YOU: UserId = UserId(uuid::Uuid::from_u128(2));

    fn place(path: &str) -> Place {
        Place {
            root: 1,
            path: path.to_owned(),
        }
    }

    fn lock(path: &str, deep: bool, shared: bool, holder: UserId) -> Lock {
        Lock {
            token: format!("{path}{holder}"),
            place: place(path),
            deep,
            shared,
            holder,
            owner: String::new(),
            seconds: 600,
        }
    }

    #[test]
    fn whoever_shows_the_token_may_write() {
        let mine = lock("/a", true, false, ME);
        let token = [mine.token.clone()];
        let locks = [mine];
        for path in ["/a", "/a/b", "/a/b/c"] {
            let touch = Touch::Itself(place(path));
            assert!(obstacle(&locks, &touch, ME, &[]).is_some(), "{path}");
            assert!(obstacle(&locks, &touch, ME, &token).is_none(), "{path}");
            // A token that somebody read is not his.
            assert!(obstacle(&locks, &touch, YOU, &token).is_some(), "{path}");
        }
        for path in ["", "/ab", "/b"] {
            assert!(obstacle(&locks, &Touch::Itself(place(path)), YOU, &[]).is_none());
        }
        assert!(obstacle(&locks, &Touch::Whole(place("")), YOU, &[]).is_some());
        let elsewhere = Place {
            root: 2,
            path: "/a".to_owned(),
        };
        assert!(obstacle(&locks, &Touch::Whole(elsewhere), YOU, &[]).is_none());
    }

    #[test]
    fn a_lock_of_a_folder_alone_keeps_its_entries_together() {
        let locks = [lock("/a", false, false, ME)];
        assert!(obstacle(&locks, &Touch::Itself(place("/a")), YOU, &[]).is_some());
        assert!(obstacle(&locks, &Touch::Itself(place("/a/b")), YOU, &[]).is_none());
    }

    #[test]
    fn one_of_those_who_share_may_write() {
        let locks = [lock("/a", false, true, ME), lock("/a", false, true, YOU)];
        let token = [format!("/a{ME}")];
        let touch = Touch::Itself(place("/a"));
        assert!(obstacle(&locks, &touch, ME, &token).is_none());
        assert!(obstacle(&locks, &touch, ME, &[]).is_some());
    }

    #[test]
    fn only_shared_locks_stand_beside_each_other() {
        let shared = lock("/a/b", false, true, ME);
        let exclusive = lock("/a/b", false, false, YOU);
        assert!(
            conflict(
                std::slice::from_ref(&shared),
                &lock("/a/b", false, true, YOU)
            )
            .is_none()
        );
        assert!(conflict(std::slice::from_ref(&shared), &exclusive).is_some());
        assert!(conflict(&[exclusive], &lock("/a", true, true, ME)).is_some());
        assert!(conflict(&[shared], &lock("/a", false, false, YOU)).is_none());
    }
}
