//! The settings this crate and `access` define, each with the default of a fresh portal.

use serde::{Deserialize, Serialize};

use super::Setting;

macro_rules! setting {
    ($(#[$doc:meta])* $name:ident, $key:literal $(switched by $switch:ident)? { $($(#[$fdoc:meta])* $field:ident : $type:ty = $default:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $name { $($(#[$fdoc])* pub $field: $type,)* }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl Setting for $name {
            const KEY: &'static str = $key;
            $(
                fn is_on(&self) -> Option<bool> {
                    Some(self.$switch)
                }
            )?
        }
    };
}

setting! {
    /// Brute-force protection (`platform/03a §3.4`).
    LoginLimits, "login" {
        /// Attempts in one period before the block.
        attempt_count: i32 = 5,
        /// Seconds of the block.
        block_time: i32 = 60,
        /// Seconds in which attempts are counted.
        check_period: i32 = 60,
    }
}

setting! {
    /// Life of sessions (`platform/06 §6.6`).
    CookieLife, "cookie" {
        /// Minutes; 0 never ends.
        life_time: i32 = 1440,
        /// Off: one year.
        enabled: bool = false,
    }
}

setting! {
    /// What a password must have (`platform/03a §3.7`).
    PasswordPolicy, "password" {
        /// Least length, 8 to 30.
        min_length: i32 = 8,
        /// An upper-case letter is needed.
        upper_case: bool = false,
        /// A digit is needed.
        digits: bool = false,
        /// A special character is needed.
        spec_symbols: bool = false,
    }
}

setting! {
    /// Whether people may be invited at all.
    Invitations, "invitations" {
        /// Members.
        members: bool = true,
        /// Guests.
        guests: bool = true,
    }
}

setting! {
    /// Developer tools for administrators only.
    DevTools, "devtools" {
        /// Plain users have no API keys and webhooks.
        limited_for_users: bool = false,
    }
}

setting! {
    /// Whether the AI area works.
    AiAccess, "ai-access" switched by enabled {
        /// Off: every AI endpoint is 403.
        enabled: bool = true,
    }
}

setting! {
    /// Banners of the web app.
    Banners, "banner" {
        /// Not shown.
        hidden: bool = false,
    }
}

setting! {
    /// How links open on mobile devices: 0 ask, 1 web, 2 app.
    DeepLinks, "deeplink" {
        /// The number of the wire.
        handling_mode: i32 = 0,
    }
}

setting! {
    /// Whether strangers may write to the administrators.
    AdminMessages, "admin-messages" {
        /// On.
        enabled: bool = false,
    }
}

setting! {
    /// Whether the first setup of the portal is done (`platform/02 §2.5`).
    Wizard, "wizard" {
        /// Only an explicit `false` opens the wizard.
        completed: bool = true,
    }
}

setting! {
    /// The folder a user starts in: a folder type of the files contract.
    StartFolder, "start-folder" {
        /// 14 = rooms.
        folder_type: i32 = 14,
    }
}

setting! {
    /// Whether the e-mail activation bar is shown to a user.
    ActivationBar, "activation-bar" {
        /// Shown.
        show: bool = true,
    }
}

setting! {
    /// The message about a gift from the vendor, which a user is shown until he has read it.
    GiftMessage, "gift-message" {
        /// Read.
        read: bool = false,
    }
}

setting! {
    /// Default quota of each user, in bytes; -2 = none set, -1 = unlimited.
    UserQuota, "user-quota" switched by enable_quota {
        /// Counted and enforced.
        enable_quota: bool = false,
        /// Bytes.
        default_quota: i64 = -2,
    }
}

setting! {
    /// Default quota of each room, in bytes; -2 = none set, -1 = unlimited.
    RoomQuota, "room-quota" switched by enable_quota {
        /// Counted and enforced.
        enable_quota: bool = false,
        /// Bytes.
        default_quota: i64 = -2,
    }
}

setting! {
    /// Default quota of each AI agent, in bytes; -2 = none set, -1 = unlimited.
    AgentQuota, "agent-quota" switched by enable_quota {
        /// Counted and enforced.
        enable_quota: bool = false,
        /// Bytes.
        default_quota: i64 = -2,
    }
}

setting! {
    /// Quota of the whole portal, set by the operator.
    PortalQuota, "portal-quota" switched by enable_quota {
        /// Enforced.
        enable_quota: bool = false,
        /// Bytes; -1 = none.
        quota: i64 = -1,
    }
}

setting! {
    /// A space whose people may not manage the other spaces (`platform/02 §2.7`).
    LimitedSpace, "limited-space" {
        /// Limited.
        limited: bool = false,
    }
}

setting! {
    /// Addresses people may come from (`platform/06 §6.6`).
    IpRestrictions, "ip-restrictions" {
        /// Enforced.
        enable: bool = false,
        /// The list.
        list: Vec<IpRule> = Vec::new(),
    }
}

setting! {
    /// Sites that may show the portal in a frame and from which its pages may load (`platform/07 §7.4`).
    Csp, "csp" {
        /// Sources as [`crate::csp`] accepts them.
        domains: Vec<String> = Vec::new(),
    }
}

/// One address or range of [`IpRestrictions`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IpRule {
    /// `1.2.3.4`, `1.2.3.4-1.2.3.9` or `1.2.3.0/24`.
    pub ip: String,
    /// For administrators only.
    pub for_admin: bool,
}

setting! {
    /// Text beside the logo.
    LogoText, "logo-text" {
        /// At most 40 characters; empty = the product's name.
        text: String = String::new(),
    }
}

setting! {
    /// Who offers the product ("about" page).
    Company, "company" {
        /// Name.
        company_name: String = String::new(),
        /// Web address.
        site: String = String::new(),
        /// E-mail.
        email: String = String::new(),
        /// Postal address.
        address: String = String::new(),
        /// Telephone.
        phone: String = String::new(),
        /// Licenses the product.
        is_licensor: bool = false,
        /// The page is hidden.
        hide_about: bool = false,
    }
}

setting! {
    /// Which helps the web app offers.
    Helps, "additional" {
        /// Sample documents.
        start_docs_enabled: bool = true,
        /// Help centre.
        help_center_enabled: bool = true,
        /// Feedback and support.
        feedback_and_support_enabled: bool = true,
        /// Forum.
        user_forum_enabled: bool = true,
        /// Videos.
        video_guides_enabled: bool = true,
        /// Licence texts.
        license_agreements_enabled: bool = true,
    }
}

setting! {
    /// The portal's own mail server (`platform/06 §6.11`); without host, the installation's is used.
    MailServer, "mail-server" {
        /// Host name or address.
        host: String = String::new(),
        /// Port.
        port: u16 = 25,
        /// Address letters come from.
        sender_address: String = String::new(),
        /// Name they come from; empty = the portal's brand.
        sender_name: String = String::new(),
        /// User.
        user: String = String::new(),
        /// His password, encrypted.
        password: String = String::new(),
        /// TLS: with the first byte on port 465, by `STARTTLS` on others.
        ssl: bool = false,
        /// User and password are wanted.
        auth: bool = false,
    }
}
