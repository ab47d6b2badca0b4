//! The words of the audit trail: names of all actions and kinds, and where each action belongs (`platform/07a`).

use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{Envelope, Query, Routes, Validate, routes};

use crate::action::{
    ActionType, EntryType, GROUPS, Group, LocationType, MessageAction, ProductType,
};
use crate::service::Audit;

pub(super) fn routes() -> Routes<Audit> {
    Routes::new()
        .routes(routes!(get_audit_trail_types))
        .routes(routes!(get_audit_trail_mappers))
}

/// All names.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditTrailTypes {
    actions: Vec<&'static str>,
    action_types: Vec<&'static str>,
    product_types: Vec<&'static str>,
    module_types: Vec<&'static str>,
    entry_types: Vec<&'static str>,
}

/// The names of all actions and kinds.
#[utoipa::path(get, path = "/api/2.0/security/audit/types", operation_id = "getAuditTrailTypes",
    tag = "Security / Audit trail data", responses((status = 200, body = Envelope<AuditTrailTypes>)))]
async fn get_audit_trail_types(caller: Caller) -> wire::Result<AuditTrailTypes> {
    caller.require_admin()?;
    Ok(wire::ok(AuditTrailTypes {
        actions: MessageAction::ALL.iter().map(|one| one.name()).collect(),
        action_types: ActionType::ALL.iter().map(|one| one.name()).collect(),
        product_types: ProductType::ALL.iter().map(|one| one.name()).collect(),
        module_types: LocationType::ALL.iter().map(|one| one.name()).collect(),
        entry_types: EntryType::ALL.iter().map(|one| one.name()).collect(),
    }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct MapperQuery {
    /// Only this part of the product.
    product_type: Option<ProductType>,
    /// Only this place in it.
    module_type: Option<LocationType>,
}

impl Validate for MapperQuery {}

/// A part of the product with its places.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProductMapper {
    product_type: &'static str,
    modules: Vec<ModuleMapper>,
}

/// A place with its actions.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ModuleMapper {
    module_type: &'static str,
    actions: Vec<ActionMapper>,
}

/// An action.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ActionMapper {
    message_action: &'static str,
    action_type: &'static str,
    entity: &'static str,
}

/// Where each action belongs.
#[utoipa::path(get, path = "/api/2.0/security/audit/mappers", operation_id = "getAuditTrailMappers",
    tag = "Security / Audit trail data", params(MapperQuery),
    responses((status = 200, body = Envelope<wire::Anything>)))]
async fn get_audit_trail_mappers(
    caller: Caller,
    Query(query): Query<MapperQuery>,
) -> wire::Result<Vec<ProductMapper>> {
    caller.require_admin()?;
    Ok(wire::list(tree(&query)))
}

fn tree(query: &MapperQuery) -> Vec<ProductMapper> {
    let wanted = |group: &&Group| {
        query
            .product_type
            .is_none_or(|product| product == group.product)
            && query
                .module_type
                .is_none_or(|location| location == group.location)
    };
    let mut products: Vec<ProductMapper> = Vec::new();
    // The groups of one product, and of one place in it, stand together.
    for group in GROUPS.iter().filter(wanted) {
        let (product_type, module_type) = (group.product.name(), group.location.name());
        if products
            .last()
            .is_none_or(|last| last.product_type != product_type)
        {
            products.push(ProductMapper {
                product_type,
                modules: Vec::new(),
            });
        }
        let Some(product) = products.last_mut() else {
            continue;
        };
        if product
            .modules
            .last()
            .is_none_or(|last| last.module_type != module_type)
        {
            product.modules.push(ModuleMapper {
                module_type,
                actions: Vec::new(),
            });
        }
        if let Some(module) = product.modules.last_mut() {
            module
                .actions
                .extend(group.actions.iter().map(|action| ActionMapper {
                    message_action: action.name(),
                    action_type: group.kind.name(),
                    entity: group.entries.first().unwrap_or(&EntryType::None).name(),
                }));
        }
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_has_every_mapped_action_once_and_can_be_narrowed() {
        let all = tree(&MapperQuery::default());
        let names: Vec<_> = all.iter().map(|product| product.product_type).collect();
        assert_eq!(names, ["Login", "Contacts", "Documents", "Settings"]);
        let places: Vec<_> = all
            .iter()
            .flat_map(|product| product.modules.iter().map(|module| module.module_type))
            .collect();
        let expected = [
            "None",
            "Contacts",
            "Files",
            "Folders",
            "Rooms",
            "Agents",
            "DocumentsSettings",
            "Settings",
        ];
        assert_eq!(places, expected);
        let count = |tree: &[ProductMapper]| -> usize {
            tree.iter()
                .flat_map(|product| &product.modules)
                .map(|module| module.actions.len())
                .sum()
        };
        assert_eq!(count(&all), 322);
        let rooms = tree(&MapperQuery {
            product_type: Some(ProductType::Documents),
            module_type: Some(LocationType::Rooms),
        });
        assert_eq!((rooms.len(), count(&rooms)), (1, 34));
    }
}
