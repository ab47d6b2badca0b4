//! The text of a row: what was done, and to what.

use crate::action::MessageAction;

/// `UserDeletedAvatar` of Ann: "User deleted avatar: Ann".
pub(crate) fn sentence<'a>(
    action: MessageAction,
    targets: impl IntoIterator<Item = &'a str>,
) -> String {
    let names: Vec<&str> = targets
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect();
    let words = words(action.name());
    if names.is_empty() {
        return words;
    }
    format!("{words}: {}", names.join(", "))
}

/// A name in camel case as words. Abbreviations keep their capitals.
fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        let upper = |at: usize| letters.get(at).is_some_and(char::is_ascii_uppercase);
        let lower = |at: usize| letters.get(at).is_some_and(char::is_ascii_lowercase);
        let begins = at == 0 || upper(at) && (lower(at - 1) || upper(at - 1) && lower(at + 1));
        match words.last_mut() {
            Some(word) if !begins => word.push(*letter),
            _ => words.push(letter.to_string()),
        }
    }
    let spoken = words.iter().enumerate().map(|(at, word)| {
        let known = match word.as_str() {
            "Api" => "API",
            "Tfa" => "TFA",
            "Sms" => "SMS",
            "Ldap" => "LDAP",
            "Ai" => "AI",
            "Dns" => "DNS",
            "Succes" => "success",
            "Webplugin" => "web plugin",
            other => other,
        };
        let abbreviation = known.chars().filter(char::is_ascii_uppercase).count() > 1;
        if abbreviation {
            return known.to_owned();
        }
        let lower = known.to_lowercase();
        let mut letters = lower.chars();
        match letters.next() {
            Some(first) if at == 0 => first.to_uppercase().chain(letters).collect(),
            _ => lower,
        }
    });
    spoken.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_sentences() {
        for (name, text) in [
            ("UserDeletedAvatar", "User deleted avatar"),
            (
                "IPRestrictionsSettingsUpdated",
                "IP restrictions settings updated",
            ),
            ("LoginFailViaSSO", "Login fail via SSO"),
            ("LoginSuccesViaTfaApp", "Login success via TFA app"),
            ("AIAccessEnabled", "AI access enabled"),
            ("LdapEnabled", "LDAP enabled"),
            ("WebpluginUploaded", "Web plugin uploaded"),
        ] {
            assert_eq!(words(name), text);
        }
        let text = sentence(MessageAction::UsersDeleted, ["Ann", "", "Bob"]);
        assert_eq!(text, "Users deleted: Ann, Bob");
        assert_eq!(sentence(MessageAction::Logout, []), "Logout");
    }

    #[test]
    fn every_action_has_a_text() {
        for action in MessageAction::ALL {
            let text = words(action.name());
            assert!(
                !text.is_empty() && !text.contains("  "),
                "{action}: {text:?}"
            );
        }
    }
}
