//! A portal with people in it.

use portal::Role;
use serde_json::json;

use crate::{Client, Kit};

const PASSWORD: &str = "test1234";

/// A registered portal.
#[derive(Clone)]
pub struct Portal {
    kit: Kit,
    owner: Client,
    /// Its alias, with the case in which it was registered.
    pub alias: String,
}

impl Portal {
    /// Registers one under a random name, as the public suite does.
    ///
    /// # Panics
    /// When it is refused.
    pub(crate) async fn register(kit: &Kit) -> Self {
        let alias = format!(
            "Test-Portal-{}",
            &uuid::Uuid::new_v4().simple().to_string()[..12]
        );
        let email = "Owner@Example.com";
        let stranger = kit.stranger();
        let order = json!({
            "portalName": alias, "firstName": "admin-zero", "lastName": "admin-zero",
            "email": email, "passwordHash": stranger.password_hash(PASSWORD), "language": "en",
        });
        let (status, answer) = stranger.post("/apisystem/portal/register", order).await;
        assert_eq!(status, 200, "registration: {answer}");
        let owner = stranger.in_portal(&alias).sign_in(email, PASSWORD).await;
        assert_eq!(answer["tenant"]["ownerId"], owner.id.as_str());
        Self {
            kit: kit.clone(),
            owner,
            alias,
        }
    }

    /// The owner, signed in.
    #[must_use]
    pub fn owner(&self) -> Client {
        self.owner.clone()
    }

    /// Somebody in this portal without token.
    #[must_use]
    pub fn stranger(&self) -> Client {
        self.kit.stranger().in_portal(&self.alias)
    }

    /// A new person of a type, made by the owner and signed in.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn person(&self, role: Role) -> Client {
        let number = uuid::Uuid::new_v4().simple().to_string();
        let email = format!("Person.{}@Example.com", &number[..10]);
        self.person_named(role, &email, "Given", "Family").await
    }

    /// The same with a given e-mail and name.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn person_named(&self, role: Role, email: &str, first: &str, last: &str) -> Client {
        let path = if role == Role::Guest {
            "people/active"
        } else {
            "people"
        };
        let body = json!({
            "email": email, "passwordHash": self.owner.password_hash(PASSWORD), "firstName": first, "lastName": last,
            "type": type_name(role),
        });
        self.owner.ok("POST", path, Some(body)).await;
        self.stranger().sign_in(email, PASSWORD).await
    }
}

/// The type's name on the wire.
#[must_use]
pub fn type_name(role: Role) -> &'static str {
    match role {
        Role::Owner | Role::Admin => "DocSpaceAdmin",
        Role::RoomAdmin => "RoomAdmin",
        Role::User => "User",
        Role::Guest => "Guest",
    }
}
