//! Progress of long-running operations, told to whoever started them. The contract has clients poll
//! (`files/06b`); `s:operation` in the room `operations` spares them that.

use std::collections::HashMap;
use std::time::Duration;

use files::api::FileOperationDto;
use files::service::operations::job_kinds;
use portal::{PortalId, UserId};
use serde_json::Value;
use sql::Micros;
use tokio::time::sleep;

use crate::Realtime;
use crate::part::Part;

/// Pause between two looks; jobs store their progress as often.
const PAUSE: Duration = Duration::from_millis(200);
/// Operations that ended no longer ago are told, should the end have been missed.
const RECENT: Micros = 30_000_000;

/// Operations as they were told last, by their owners and ids.
type Told = HashMap<(PortalId, UserId), HashMap<String, Value>>;

impl Realtime {
    /// Tells progress, for ever.
    pub(crate) async fn watch_operations(self) {
        let mut moved = jobs::watch(self.db());
        let mut told = Told::new();
        loop {
            moved.woken().await;
            if let Err(error) = self.tell_operations(&mut told).await {
                tracing::warn!(%error, "progress could not be told");
            }
            sleep(PAUSE).await;
        }
    }

    async fn tell_operations(&self, told: &mut Told) -> Result<(), files::Error> {
        let since = sql::now() - RECENT;
        let moving = self
            .db()
            .read(move |tx| jobs::moving(tx, &job_kinds(), since));
        let owners: Vec<(PortalId, UserId)> = moving
            .await?
            .into_iter()
            .filter_map(|(portal, owner)| Some((PortalId(portal), owner.parse().ok()?)))
            .collect();
        told.retain(|owner, _| owners.contains(owner));
        for (portal, user) in owners {
            self.tell_operations_of(portal, user, told).await?;
        }
        Ok(())
    }

    async fn tell_operations_of(
        &self,
        portal: PortalId,
        user: UserId,
        told: &mut Told,
    ) -> Result<(), files::Error> {
        let mut listeners = self.hub().audience(portal, Part::Operations);
        listeners.retain(|one| one.is_of(user));
        let Some(first) = listeners.first() else {
            told.remove(&(portal, user));
            return Ok(());
        };
        let viewer = first.session().looking();
        let owner = user.to_string();
        let list = self.files().operations(&viewer, &owner, None, None).await?;
        let mut before = told.remove(&(portal, user)).unwrap_or_default();
        let mut now = HashMap::new();
        for operation in list {
            let dto = FileOperationDto::from(operation);
            let id = dto.id.clone();
            let shown = serde_json::to_value(dto).unwrap_or_default();
            if before.remove(&id).as_ref() != Some(&shown) {
                listeners.iter().for_each(|one| one.send(EVENT, &shown));
            }
            now.insert(id, shown);
        }
        // What nobody keeps is gone from the list when it ends.
        for mut ended in before.into_values() {
            if let Some(members) = ended.as_object_mut()
                && members.insert("finished".to_owned(), true.into()) == Some(false.into())
            {
                members.insert("progress".to_owned(), 100.into());
                members.insert("status".to_owned(), (jobs::Status::Completed as i64).into());
                listeners.iter().for_each(|one| one.send(EVENT, &ended));
            }
        }
        told.insert((portal, user), now);
        Ok(())
    }
}

const EVENT: &str = "s:operation";
