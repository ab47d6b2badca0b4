//! Buying (`platform/08 §8.4`). A self-hosted portal has nobody to buy from: what it has is told, the rest is refused.

use wire::Routes;

mod plan;
mod refused;
mod shapes;

use crate::portals::Portals;

pub(super) fn routes() -> Routes<Portals> {
    plan::routes().merge(refused::routes())
}
