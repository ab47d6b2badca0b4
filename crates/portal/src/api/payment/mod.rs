//! Buying (`platform/08 §8.4`). A self-hosted portal has nobody to buy from: what it has is told, the rest is refused.

mod plan;
mod refused;
mod shapes;

use utoipa_axum::router::OpenApiRouter;

use crate::portals::Portals;

pub(super) fn routes() -> OpenApiRouter<Portals> {
    plan::routes().merge(refused::routes())
}
