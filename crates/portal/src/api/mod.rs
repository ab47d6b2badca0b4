//! The routes of portals: what a portal is, its life, plan and settings.

use wire::Routes;

mod branding;
mod common;
mod company;
mod csp;
mod domain;
mod greeting;
mod info;
mod ip;
mod life;
mod locale;
mod not_configured;
mod payment;
mod plan;
mod product;
mod quotas;
mod security;
mod smtp;
mod switches;
mod themes;
mod third_party;

pub use branding::{LogoItem, LogoRequestsDto, WhiteLabelQueryRequestsDto, WhiteLabelRequestsDto};

use crate::portals::Portals;

/// What administrators read after saving settings.
pub const SAVED: &str = "Settings have been successfully updated";

/// All routes of this crate.
pub fn routes(portals: Portals) -> Routes {
    Routes::new()
        .merge(info::routes())
        .merge(life::routes())
        .merge(plan::routes())
        .merge(payment::routes())
        .merge(not_configured::routes())
        .merge(third_party::routes())
        .merge(common::routes())
        .merge(locale::routes())
        .merge(greeting::routes())
        .merge(themes::routes())
        .merge(security::routes())
        .merge(smtp::routes())
        .merge(ip::routes())
        .merge(switches::routes())
        .merge(product::routes())
        .merge(quotas::routes())
        .merge(branding::routes())
        .merge(company::routes())
        .merge(csp::routes())
        .merge(domain::routes())
        .with_state(portals)
}
