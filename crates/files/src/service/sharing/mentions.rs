//! People who can be mentioned in a file, and telling those who were (`files/06c §11`).

use std::collections::HashMap;

use people::{GroupId, Person};
use portal::{Role, UserId};
use post::Letter;
use sql::Tx;
use uuid::Uuid;

use super::see;
use super::shares::{may_share, offer, owner};
use crate::error::Error;
use crate::model::{EntryRef, FileId, FileShare, Share, SubjectType};
use crate::rules::Action;
use crate::service::Files;
use crate::service::locks::MAY_NOT_EDIT;
use crate::store::shares;
use crate::view::{Seen, Viewer};

/// People listed at most: nobody picks from a longer list.
const MOST: usize = 1000;
/// Letters of a comment that a mail quotes.
const QUOTED: usize = 200;

/// What somebody wrote about others in a file.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Addresses of those he named.
    pub emails: Vec<String>,
    /// His words.
    pub words: String,
    /// Where in the file, as the editors know it: JSON text.
    pub place: Option<String>,
}

/// What a person or link may do with a file, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortAccess {
    /// Name of the person or group.
    pub name: String,
    /// In words.
    pub permissions: &'static str,
    /// It is a link.
    pub is_link: bool,
}

impl Files {
    /// People who can read a file, the caller excepted, by name. Guests learn of its owner only.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to read it.
    pub async fn readers(&self, viewer: &Viewer, id: FileId) -> Result<Vec<Person>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (user, role) = viewer.person()?;
                let seen = see(tx, &viewer, EntryRef::File(id))?;
                seen.require(Action::Read)?;
                let mut people = if role == Role::Guest {
                    let owner = people::store::by_id(tx, viewer.portal, owner(&seen))?;
                    owner.into_iter().collect()
                } else {
                    readers(tx, &viewer, &seen)?
                };
                people.retain(|person| person.id != user);
                people.truncate(MOST);
                Ok(people)
            })
            .await
    }

    /// People whom the protection of a document can be lifted for: its readers.
    ///
    /// # Errors
    /// As [`Files::readers`]; 403 for guests.
    pub async fn protectors(&self, viewer: &Viewer, id: FileId) -> Result<Vec<Person>, Error> {
        let (_, role) = viewer.person()?;
        may_share(role)?;
        self.readers(viewer, id).await
    }

    /// Writes to those who were named in a comment. Members without access get to read the file if the caller may
    /// give access; unknown addresses are passed over. Answers who has access now.
    ///
    /// # Errors
    /// 404 without the file, 403 for those who may not write in it.
    pub async fn mention(
        &self,
        viewer: &Viewer,
        id: FileId,
        mention: Mention,
    ) -> Result<Vec<ShortAccess>, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                viewer.person()?;
                let seen = see(tx, &viewer, EntryRef::File(id))?;
                let writes = [Action::Edit, Action::Comment, Action::Review];
                if !writes.into_iter().any(|right| seen.may(right)) {
                    return Err(Error::refused(MAY_NOT_EDIT));
                }
                let readers = readers(tx, &viewer, &seen)?;
                for email in &mention.emails {
                    let person = people::store::by_email(tx, viewer.portal, email.trim())?;
                    let Some(person) = person.filter(Person::is_active) else {
                        continue;
                    };
                    let reads = readers.iter().any(|reader| reader.id == person.id);
                    if reads || person.role.is_admin() || let_read(tx, &viewer, &seen, &person)? {
                        write(tx, &viewer, &seen, &person, &mention)?;
                    }
                }
                access(tx, &viewer, &seen)
            })
            .await
    }
}

/// Active people with a record that lets them read, and the owner: by name.
fn readers(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen) -> Result<Vec<Person>, Error> {
    let mut access: HashMap<UserId, FileShare> = HashMap::new();
    let records = nearest(tx, viewer, seen)?;
    // A record of one's own counts more than those of groups.
    for group in records
        .iter()
        .filter(|share| share.subject_type == SubjectType::Group)
    {
        let members = GroupId(group.subject);
        for member in people::store::groups::member_ids(tx, viewer.portal, members)? {
            access.insert(member, group.access);
        }
    }
    for own in records
        .iter()
        .filter(|share| share.subject_type == SubjectType::User)
    {
        access.insert(UserId(own.subject), own.access);
    }
    access.insert(owner(seen), FileShare::ReadWrite);
    let ids: Vec<UserId> = access
        .into_iter()
        .filter(|(_, access)| !matches!(access, FileShare::Restrict | FileShare::None))
        .map(|(id, _)| id)
        .collect();
    let people = people::store::by_ids(tx, viewer.portal, &ids)?;
    let mut people: Vec<Person> = people.into_values().filter(Person::is_active).collect();
    people.sort_by_cached_key(|person| (sql::fold(&person.display_name()), person.id));
    Ok(people)
}

/// The nearest record of each subject on a file and above it.
fn nearest(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen) -> Result<Vec<Share>, Error> {
    let mut records = shares::of_entry(tx, viewer.portal, seen.entry.reference())?;
    records.extend(shares::above(tx, viewer.portal, seen.entry.parent())?);
    let mut known: std::collections::HashSet<Uuid> = std::collections::HashSet::new();
    records.retain(|share| known.insert(share.subject));
    Ok(records)
}

/// Lets a member read the file, if the caller may give access to it and a member may have it.
fn let_read(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen, person: &Person) -> Result<bool, Error> {
    if person.role == Role::Guest || !seen.may(Action::EditAccess) {
        return Ok(false);
    }
    offer(tx, viewer, seen, person, FileShare::Read)
}

fn write(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: &Seen,
    person: &Person,
    mention: &Mention,
) -> Result<(), Error> {
    let mut link = format!("/doceditor?fileid={}", seen.entry.reference().number());
    if let Some(place) = &mention.place {
        let place =
            percent_encoding::utf8_percent_encode(place, percent_encoding::NON_ALPHANUMERIC);
        link = format!("{link}&anchor={place}");
    }
    let letter = Letter::EditorMentions {
        by: viewer.name.clone(),
        title: seen.entry.title().to_owned(),
        words: quoted(&mention.words),
        link,
    };
    let to = person.recipient();
    Ok(post::send(tx, viewer.portal.0, &viewer.base, &to, &letter)?)
}

/// The first letters of a comment.
fn quoted(words: &str) -> String {
    let words = words.trim();
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or(words)),
        None => words.to_owned(),
    }
}

/// Who may do what with a file, in words; links for those who see them. Nobody reads a longer list.
pub(crate) fn short_access(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: FileId,
) -> Result<Vec<ShortAccess>, Error> {
    let seen = see(tx, viewer, EntryRef::File(file))?;
    let mut list = access(tx, viewer, &seen)?;
    list.truncate(MOST);
    Ok(list)
}

/// Who may do what with the file, in words; links for those who see them.
fn access(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen) -> Result<Vec<ShortAccess>, Error> {
    let records = nearest(tx, viewer, seen)?;
    let owner = owner(seen);
    let ids: Vec<UserId> = records.iter().map(|share| UserId(share.subject)).collect();
    let people = people::store::by_ids(tx, viewer.portal, &[ids.as_slice(), &[owner]].concat())?;
    let groups: Vec<GroupId> = records.iter().map(|share| GroupId(share.subject)).collect();
    let groups = people::store::groups::by_ids(tx, viewer.portal, &groups)?;
    let mut list: Vec<ShortAccess> = people
        .get(&owner)
        .map(|owner| ShortAccess {
            name: owner.display_name(),
            permissions: "Owner",
            is_link: false,
        })
        .into_iter()
        .collect();
    for share in records.iter().filter(|share| share.subject != owner.0) {
        let name = match share.subject_type {
            SubjectType::User => people.get(&UserId(share.subject)).map(Person::display_name),
            SubjectType::Group => groups
                .get(&GroupId(share.subject))
                .map(|one| one.name.clone()),
            _ if seen.may(Action::ReadLinks) => share.link.as_ref().map(|link| link.title.clone()),
            _ => None,
        };
        list.extend(name.map(|name| ShortAccess {
            name,
            permissions: in_words(share.access),
            is_link: share.link.is_some(),
        }));
    }
    Ok(list)
}

const fn in_words(access: FileShare) -> &'static str {
    match access {
        FileShare::None | FileShare::Restrict => "Denied",
        FileShare::ReadWrite => "Full access",
        FileShare::Read => "Read only",
        FileShare::Varies => "Varies",
        FileShare::Review => "Review",
        FileShare::Comment => "Comment",
        FileShare::FillForms => "Form filling",
        FileShare::CustomFilter => "Custom filter",
        FileShare::RoomManager => "Room manager",
        FileShare::Editing => "Editing",
        FileShare::ContentCreator => "Content creator",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_comments_are_cut_between_letters() {
        assert_eq!(quoted(" short "), "short");
        let long = "ä".repeat(201);
        assert_eq!(quoted(&long), format!("{}…", "ä".repeat(200)));
        assert_eq!(quoted(&"ä".repeat(200)), "ä".repeat(200));
    }
}
