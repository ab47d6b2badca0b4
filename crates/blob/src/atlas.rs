//! Which portal's objects lie where: the installation's own storage, and the places some portals chose.
//!
//! Most installations have one place and pay nothing for there being more. Where portals chose places, an object is
//! looked for in those of its portal, newest choice first but for folders, where looking costs nothing. Nodes that do
//! not know of a choice yet read it when they miss an object.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;
use sql::{Db, params};
use tokio::sync::Mutex;

use crate::books::{self, Chosen};
use crate::object::{Error, ObjectId, Result};
use crate::place::{Place, Way};

/// Reads what whoever chose a place wrote into the books: how to get there.
pub trait Guide: Send + Sync + 'static {
    /// The way that a text means.
    ///
    /// # Errors
    /// It was sealed with another key, or leads where nobody may go; the text is for the operator.
    fn read(&self, text: &str) -> Result<Way, String>;
}

pub(crate) struct Atlas {
    home: Place,
    books: OnceLock<(Db, Arc<dyn Guide>)>,
    chosen: RwLock<Arc<Choices>>,
    /// One reads at a time, so that nobody puts older choices in place of newer ones.
    reading: Mutex<()>,
}

/// The places of each portal that chose some, newest first.
type Choices = HashMap<i64, Vec<Arc<Spot>>>;

/// A place as the books have it.
pub(crate) struct Spot {
    number: i64,
    text: String,
    place: Result<Place, String>,
}

impl Spot {
    fn place(&self) -> Result<&Place> {
        self.place
            .as_ref()
            .map_err(|error| Error::Storage(error.clone()))
    }
}

impl std::fmt::Debug for Atlas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Atlas").field(&self.home).finish()
    }
}

impl Atlas {
    pub(crate) fn new(home: Place) -> Self {
        Self {
            home,
            books: OnceLock::new(),
            chosen: RwLock::default(),
            reading: Mutex::default(),
        }
    }

    pub(crate) fn home(&self) -> &Place {
        &self.home
    }

    pub(crate) fn attach(&self, db: Db, guide: Arc<dyn Guide>) {
        // A second one changes nothing: there is one set of books.
        let _ = self.books.set((db, guide));
    }

    /// The books, for what cannot be done without.
    pub(crate) fn db(&self) -> Result<Db> {
        self.books
            .get()
            .map(|(db, _)| db.clone())
            .ok_or_else(|| Error::Storage("nobody said where the books are".to_owned()))
    }

    /// The place at the end of a way, whether or not it can be reached.
    pub(crate) fn at(&self, way: &Way) -> Result<Place> {
        Place::at(way, &self.home)
    }

    /// Reads the choices anew; whether they changed.
    pub(crate) async fn reload(&self) -> Result<bool> {
        let Some((db, guide)) = self.books.get() else {
            return Ok(false);
        };
        let _turn = self.reading.lock().await;
        let rows = db.read(books::all).await?;
        let before = Arc::clone(&self.chosen.read());
        let mut now = Choices::new();
        for (portal, chosen) in rows {
            let known = before.get(&portal).into_iter().flatten();
            let known = known
                .into_iter()
                .find(|spot| (spot.number, &spot.text) == (chosen.number, &chosen.way));
            let spot = match known {
                Some(spot) => Arc::clone(spot),
                None => Arc::new(self.open(&**guide, portal, chosen)),
            };
            now.entry(portal).or_default().push(spot);
        }
        let changed = !same(&before, &now);
        if changed {
            *self.chosen.write() = Arc::new(now);
        }
        Ok(changed)
    }

    fn open(&self, guide: &dyn Guide, portal: i64, chosen: Chosen) -> Spot {
        let place = match chosen.way.as_str() {
            "" => Ok(self.home.clone()),
            text => guide
                .read(text)
                .and_then(|way| self.at(&way).map_err(|error| error.to_string())),
        };
        if let Err(error) = &place {
            tracing::error!(portal, error, "a place of objects cannot be opened");
        }
        Spot {
            number: chosen.number,
            text: chosen.way,
            place,
        }
    }

    /// Where a portal writes, and the number of that choice.
    pub(crate) fn target(&self, portal: Option<i64>) -> Result<(i64, Place)> {
        let chosen = self.chosen.read();
        let newest = portal.and_then(|portal| chosen.get(&portal)?.first());
        match newest {
            Some(spot) => Ok((spot.number, spot.place()?.clone())),
            None => Ok((0, self.home.clone())),
        }
    }

    /// Whether an object can be anywhere but at home.
    pub(crate) fn has_choices(&self) -> bool {
        !self.chosen.read().is_empty()
    }

    /// The places where an object of a portal may lie; home among them always, since not everybody who stores something
    /// says for whom.
    pub(crate) fn of_portal(&self, portal: i64) -> Vec<Place> {
        let chosen = self.chosen.read();
        let spots = chosen.get(&portal).into_iter().flatten();
        self.near_first(spots)
    }

    /// Where an object may lie of which nobody said whose it is.
    pub(crate) async fn of_object(&self, id: ObjectId) -> Result<Vec<Place>> {
        let db = self.db()?;
        let portals: Vec<i64> = db
            .read(move |tx| tx.query("SELECT portal_id FROM objects WHERE id = $1", &params![id]))
            .await
            .map_err(|error: sql::Error| error)?;
        let chosen = Arc::clone(&self.chosen.read());
        if portals.is_empty() {
            return Ok(self.near_first(chosen.values().flatten()));
        }
        let spots = portals.iter().filter_map(|portal| chosen.get(portal));
        Ok(self.near_first(spots.flatten()))
    }

    /// The place that a text of the books means.
    pub(crate) fn named(&self, text: &str) -> Result<Place> {
        let chosen = self.chosen.read();
        let mut spots = chosen.values().flatten();
        match spots.find(|spot| spot.text == text) {
            Some(spot) => spot.place().cloned(),
            None => Err(Error::CalledOff), // chosen or forgotten this moment
        }
    }

    /// Every place there is, home first. One that cannot be opened is left out: it was told in the log.
    pub(crate) fn everywhere(&self) -> Vec<Place> {
        let chosen = self.chosen.read();
        let others = chosen.values().flatten();
        let others = others.filter(|spot| !spot.text.is_empty());
        let mut all = vec![self.home.clone()];
        all.extend(others.filter_map(|spot| spot.place.clone().ok()));
        all
    }

    /// Every place but the one a portal writes to, home among them if it is not that.
    pub(crate) fn left_by(&self, portal: i64) -> Result<Vec<Place>> {
        let chosen = self.chosen.read();
        let Some((newest, former)) = chosen.get(&portal).and_then(|spots| spots.split_first())
        else {
            return Ok(Vec::new());
        };
        let mut left = Vec::new();
        if !newest.text.is_empty() {
            left.push(self.home.clone());
        }
        for spot in former.iter().filter(|spot| !spot.text.is_empty()) {
            left.push(spot.place()?.clone());
        }
        Ok(left)
    }

    fn near_first<'a>(&self, spots: impl Iterator<Item = &'a Arc<Spot>>) -> Vec<Place> {
        let own = spots.filter(|spot| !spot.text.is_empty());
        let mut all: Vec<Place> = own.filter_map(|spot| spot.place.clone().ok()).collect();
        all.push(self.home.clone());
        all.sort_by_key(|place| !place.is_near());
        all
    }
}

fn same(before: &Choices, now: &Choices) -> bool {
    let names = |choices: &Choices| {
        let mut names: Vec<(i64, i64)> = choices
            .iter()
            .flat_map(|(portal, spots)| spots.iter().map(|spot| (*portal, spot.number)))
            .collect();
        names.sort_unstable();
        names
    };
    names(before) == names(now)
}
