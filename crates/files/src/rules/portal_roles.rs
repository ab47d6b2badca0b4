//! What the role in the portal alone decides (`files/02 §10`). One function a line of the table.
//!
//! Guests own nothing and share nothing; users have My documents; room administrators make rooms;
//! administrators see every room. Rights inside a room come from the role there: [`super::allowed`].

use portal::Role;

fn at_least(role: Role, least: Role) -> bool {
    role.rank() >= least.rank()
}

/// Create a room, a template of one, or a room from a template. Users and guests cannot.
pub fn may_create_room(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

/// Own a room, and become its owner by `POST files/owner`.
pub fn may_own_room(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

/// See every room of the portal in lists; others see their own and those they are members of.
pub fn sees_all_rooms(role: Role) -> bool {
    role.is_admin()
}

/// See templates that were shared with them.
pub fn sees_shared_templates(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

/// Have "My documents". A guest keeps only what he had before he became one.
pub fn may_have_documents(role: Role) -> bool {
    at_least(role, Role::User)
}

/// Make a new tag.
pub fn may_create_tag(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

/// Rename and delete tags for everybody.
pub fn may_rule_tags(role: Role) -> bool {
    role.is_admin()
}

/// Tag a room without the right to edit it.
pub fn may_tag_any_room(role: Role) -> bool {
    role.is_admin()
}

/// Upload the picture of a logo.
pub fn may_upload_logo(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

/// See the covers to choose from.
pub fn may_see_covers(role: Role) -> bool {
    at_least(role, Role::User)
}

/// Connect a third-party storage, when the portal allows that at all.
pub fn may_connect_storage(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

/// Share personal files and folders, and see with whom they are shared.
pub fn may_share(role: Role) -> bool {
    at_least(role, Role::User)
}

/// Mark files as templates.
pub fn may_mark_templates(role: Role) -> bool {
    at_least(role, Role::User)
}

/// See the space the portal uses, change quotas and the rules of external sharing.
pub fn may_manage_storage(role: Role) -> bool {
    role.is_admin()
}

/// Be given the role of a room manager: a paid role.
pub fn may_manage_rooms(role: Role) -> bool {
    at_least(role, Role::RoomAdmin)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rule = fn(Role) -> bool;

    #[test]
    fn the_table_of_portal_roles() {
        #[rustfmt::skip]
        let table: &[(&str, Rule, [bool; 5])] = &[
            //                                                  owner  admin  rooms  user   guest
            ("create room",          may_create_room,       [true,  true,  true,  false, false]),
            ("own a room",           may_own_room,          [true,  true,  true,  false, false]),
            ("see all rooms",        sees_all_rooms,        [true,  true,  false, false, false]),
            ("see shared templates", sees_shared_templates, [true,  true,  true,  false, false]),
            ("My documents",         may_have_documents,    [true,  true,  true,  true,  false]),
            ("create custom tags",   may_create_tag,        [true,  true,  true,  false, false]),
            ("rename/delete tags",   may_rule_tags,         [true,  true,  false, false, false]),
            ("tag any room",         may_tag_any_room,      [true,  true,  false, false, false]),
            ("upload a logo image",  may_upload_logo,       [true,  true,  true,  false, false]),
            ("see covers",           may_see_covers,        [true,  true,  true,  true,  false]),
            ("connect third-party",  may_connect_storage,   [true,  true,  true,  false, false]),
            ("share personal files", may_share,             [true,  true,  true,  true,  false]),
            ("mark templates",       may_mark_templates,    [true,  true,  true,  true,  false]),
            ("used space, quotas",   may_manage_storage,    [true,  true,  false, false, false]),
            ("manage a room",        may_manage_rooms,      [true,  true,  true,  false, false]),
        ];
        let roles = [
            Role::Owner,
            Role::Admin,
            Role::RoomAdmin,
            Role::User,
            Role::Guest,
        ];
        for (what, rule, expected) in table {
            assert_eq!(roles.map(rule), *expected, "{what}");
        }
    }
}
