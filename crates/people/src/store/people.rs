//! Records of people.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use portal::{PortalId, Role, UserId};
use sql::{FromRow, Row, Tx, fold, params};
use uuid::Uuid;

use crate::model::{
    AccountLoginType, DarkThemeSettingsType, EmployeeActivationStatus, EmployeeStatus, Face,
    Person, Photo, display_name, role_from_number, role_number,
};
use crate::store::texts;

/// The columns of a [`Person`], in the order its `FromRow` reads them; the table is called `p`.
pub(crate) const COLUMNS: &str = "p.portal_id, p.id, p.role, p.first_name, p.last_name, p.user_name, \
     p.email, p.status, p.activation, p.joined, p.created, p.created_by, p.modified, p.terminated, \
     p.culture, p.theme, p.location, p.notes, p.phone, p.phone_active, p.contacts, p.origin, p.photo, \
     p.photo_size, p.quota, p.used_space, p.spam, p.tfa_app";

/// Numbers and texts of a [`Face`], over `people p`, for statements of other domains.
pub const FACE: ([&str; 2], [&str; 6]) = (
    ["p.role", "COALESCE(p.photo, -1)"],
    [
        "p.id",
        "p.first_name",
        "p.last_name",
        "COALESCE(p.culture, '')",
        "p.email",
        "COALESCE(p.photo_size, '')",
    ],
);

/// Reads a face whose numbers and texts begin at these columns.
///
/// # Errors
/// The row does not fit.
pub fn face(row: &Row<'_>, numbers: usize, texts: usize) -> sql::Result<Face> {
    let text = |at: usize| row.get::<String>(texts + at);
    let (version, email, original) = (row.get::<i64>(numbers + 1)?, text(4)?, text(5)?);
    Ok(Face {
        id: UserId(row.get(texts)?),
        role: role_from_number(row.get(numbers)?),
        name: display_name(&text(1)?, &text(2)?, &text(3)?, &email),
        email,
        photo: (version >= 0 && !original.is_empty()).then_some(Photo { version, original }),
    })
}

impl FromRow for Person {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        let version: Option<i64> = row.get(22)?;
        let original: Option<String> = row.get(23)?;
        let contacts: String = row.get(20)?;
        let theme: Option<String> = row.get(15)?;
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: UserId(row.get(1)?),
            role: role_from_number(row.get(2)?),
            first_name: row.get(3)?,
            last_name: row.get(4)?,
            user_name: row.get(5)?,
            email: row.get(6)?,
            status: status_from_number(row.get(7)?),
            activation: activation_from_number(row.get(8)?),
            joined: row.get(9)?,
            created: row.get(10)?,
            created_by: row.get::<Option<Uuid>>(11)?.map(UserId),
            modified: row.get(12)?,
            terminated: row.get(13)?,
            culture: row.get(14)?,
            theme: theme.as_deref().and_then(theme_from_name),
            location: row.get(16)?,
            notes: row.get(17)?,
            phone: row.get(18)?,
            phone_active: row.get(19)?,
            contacts: serde_json::from_str(&contacts).unwrap_or_default(),
            origin: origin_from_number(row.get(21)?),
            photo: version
                .zip(original)
                .map(|(version, original)| Photo { version, original }),
            quota: row.get(24)?,
            used_space: row.get(25)?,
            spam: row.get(26)?,
            tfa_app: row.get(27)?,
        })
    }
}

/// Waits until nobody else changes people of a portal, and keeps it so to the end of the transaction.
///
/// To be called by every transaction that reads people in order to change them: records are written whole, so one that was
/// read before another change would undo it, and rules such as "there is an owner" hold over several records.
///
/// # Errors
/// The database failed.
pub fn lock(tx: &mut Tx<'_>, portal: PortalId) -> sql::Result<()> {
    tx.lock(&format!("people/{portal}"))
}

/// Stores a new person and gives him a unique user name made from his e-mail (`platform/05 §5.5`).
///
/// # Errors
/// [`sql::Error::Unique`] when somebody has the e-mail already.
pub fn insert(tx: &mut Tx<'_>, person: &mut Person) -> sql::Result<()> {
    if person.user_name.is_empty() {
        person.user_name = free_user_name(tx, person.portal, &person.email)?;
    }
    let keys = Keys::of(person);
    let values = params![
        person.portal,
        person.id,
        role_number(person.role),
        &person.first_name,
        &person.last_name,
        &person.user_name,
        &person.email,
        keys.email,
        keys.first,
        keys.last,
        keys.search,
        i64::from(person.status.number()),
        i64::from(person.activation.number()),
        person.joined,
        person.created,
        person.created_by,
        person.modified,
        person.terminated,
        person.culture.clone(),
        person.theme.map(DarkThemeSettingsType::name),
        &person.location,
        &person.notes,
        &person.phone,
        person.phone_active,
        keys.contacts,
        i64::from(person.origin.number()),
        person.quota,
        person.spam
    ];
    tx.execute(
        "INSERT INTO people (portal_id, id, role, first_name, last_name, user_name, email, email_key, \
         first_key, last_key, search_key, status, activation, joined, created, created_by, modified, \
         terminated, culture, theme, location, notes, phone, phone_active, contacts, origin, quota, spam) \
         VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,\
         $25,$26,$27,$28)",
        &values,
    )?;
    Ok(())
}

/// Writes everything of a person that can change, the photo included; used space and the app have their own functions.
///
/// # Errors
/// [`sql::Error::Unique`] when somebody else has the e-mail; [`sql::Error::NoRows`] when he is gone.
pub fn update(tx: &mut Tx<'_>, person: &Person) -> sql::Result<()> {
    let keys = Keys::of(person);
    let changed = tx.execute(
        "UPDATE people SET role=$3, first_name=$4, last_name=$5, email=$6, email_key=$7, first_key=$8, \
         last_key=$9, search_key=$10, status=$11, activation=$12, joined=$13, modified=$14, terminated=$15, \
         culture=$16, theme=$17, location=$18, notes=$19, phone=$20, phone_active=$21, contacts=$22, \
         origin=$23, photo=$24, photo_size=$25, quota=$26, spam=$27, created_by=$28 \
         WHERE portal_id=$1 AND id=$2",
        &params![
            person.portal, person.id, role_number(person.role), &person.first_name,
            &person.last_name, &person.email, keys.email, keys.first, keys.last, keys.search,
            i64::from(person.status.number()), i64::from(person.activation.number()), person.joined,
            person.modified, person.terminated, person.culture.clone(),
            person.theme.map(DarkThemeSettingsType::name), &person.location, &person.notes, &person.phone,
            person.phone_active, keys.contacts, i64::from(person.origin.number()),
            person.photo.as_ref().map(|photo| photo.version),
            person.photo.as_ref().map(|photo| photo.original.clone()), person.quota, person.spam,
            person.created_by
        ],
    )?;
    if changed == 0 {
        Err(sql::Error::NoRows)
    } else {
        Ok(())
    }
}

/// One person.
///
/// # Errors
/// The database failed.
pub fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: UserId) -> sql::Result<Option<Person>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM people p WHERE p.portal_id = $1 AND p.id = $2"),
        &params![portal, id],
    )
}

/// The person with an e-mail address, compared without regard to case.
///
/// # Errors
/// The database failed.
pub fn by_email(tx: &mut Tx<'_>, portal: PortalId, email: &str) -> sql::Result<Option<Person>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM people p WHERE p.portal_id = $1 AND p.email_key = $2"),
        &params![portal, fold(email.trim())],
    )
}

/// The person with a user name.
///
/// # Errors
/// The database failed.
pub fn by_user_name(tx: &mut Tx<'_>, portal: PortalId, name: &str) -> sql::Result<Option<Person>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM people p WHERE p.portal_id = $1 AND p.user_name = $2"),
        &params![portal, fold(name)],
    )
}

/// Many people in one query; those who are gone are absent from the map.
///
/// # Errors
/// The database failed.
pub fn by_ids(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[UserId],
) -> sql::Result<HashMap<UserId, Person>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<Person> = tx.query(
        &format!("SELECT {COLUMNS} FROM people p WHERE p.portal_id = $1 AND p.id = ANY($2)"),
        &params![portal, texts(ids)],
    )?;
    Ok(people
        .into_iter()
        .map(|person| (person.id, person))
        .collect())
}

/// Faces of people by id. Who is gone is missing.
///
/// # Errors
/// The database failed.
pub fn faces(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[UserId],
) -> sql::Result<HashMap<UserId, Arc<Face>>> {
    static STATEMENT: LazyLock<String> = LazyLock::new(|| {
        let (numbers, texts) = FACE;
        let columns = [&numbers[..], &texts[..]].concat().join(", ");
        format!("SELECT {columns} FROM people p WHERE p.portal_id = $1 AND p.id = ANY($2)")
    });
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let faces: Vec<OneFace> = tx.query(&STATEMENT, &params![portal, texts(ids)])?;
    Ok(faces
        .into_iter()
        .map(|OneFace(face)| (face.id, Arc::new(face)))
        .collect())
}

/// A row of the columns of [`FACE`] alone.
struct OneFace(Face);

impl FromRow for OneFace {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        face(row, 0, FACE.0.len()).map(Self)
    }
}

/// The portal's owner.
///
/// # Errors
/// [`sql::Error::NoRows`] in a portal without people.
pub fn owner(tx: &mut Tx<'_>, portal: PortalId) -> sql::Result<Person> {
    tx.query_one(
        &format!("SELECT {COLUMNS} FROM people p WHERE p.portal_id = $1 AND p.role = $2"),
        &params![portal, role_number(Role::Owner)],
    )
}

/// Most administrators that are looked up at once.
const MOST_ADMINISTRATORS: i64 = 1000;

/// The owner, then the active administrators by name.
///
/// # Errors
/// The database failed.
pub fn administrators(tx: &mut Tx<'_>, portal: PortalId) -> sql::Result<Vec<Person>> {
    let [owner, admin] = [Role::Owner, Role::Admin].map(role_number);
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM people p \
             WHERE p.portal_id = $1 AND p.role IN ($2, $3) AND p.status = $4 \
             ORDER BY p.role DESC, p.first_key, p.last_key, p.id LIMIT $5"
        ),
        &params![
            portal,
            owner,
            admin,
            EmployeeStatus::Active.number(),
            MOST_ADMINISTRATORS
        ],
    )
}

/// Makes another person the owner; the old owner stays as an administrator. The caller changes the portal's own record
/// in the same transaction.
///
/// # Errors
/// The database failed.
pub fn transfer_ownership(
    tx: &mut Tx<'_>,
    portal: PortalId,
    heir: UserId,
    now: sql::Micros,
) -> sql::Result<()> {
    tx.execute(
        "UPDATE people SET role = $3, modified = $4 WHERE portal_id = $1 AND role = $2",
        &params![
            portal,
            role_number(Role::Owner),
            role_number(Role::Admin),
            now
        ],
    )?;
    tx.execute(
        "UPDATE people SET role = $3, modified = $4 WHERE portal_id = $1 AND id = $2",
        &params![portal, heir, role_number(Role::Owner), now],
    )?;
    Ok(())
}

/// Erases a person with his memberships and relations. What he owned elsewhere is the other domains' business.
///
/// # Errors
/// The database failed.
pub fn delete(tx: &mut Tx<'_>, portal: PortalId, id: UserId) -> sql::Result<()> {
    for statement in [
        "DELETE FROM people_group_members WHERE portal_id = $1 AND user_id = $2",
        "UPDATE people_groups SET manager = NULL WHERE portal_id = $1 AND manager = $2",
        "DELETE FROM guest_relations WHERE portal_id = $1 AND (user_id = $2 OR guest_id = $2)",
        "DELETE FROM people WHERE portal_id = $1 AND id = $2",
    ] {
        tx.execute(statement, &params![portal, id])?;
    }
    Ok(())
}

/// How many people of these roles and states there are.
///
/// # Errors
/// The database failed.
pub fn count(
    tx: &mut Tx<'_>,
    portal: PortalId,
    roles: &[Role],
    statuses: &[EmployeeStatus],
) -> sql::Result<i64> {
    let roles: Vec<i64> = roles.iter().copied().map(role_number).collect();
    let statuses: Vec<i64> = statuses
        .iter()
        .map(|status| i64::from(status.number()))
        .collect();
    tx.query_one(
        "SELECT COUNT(*) FROM people WHERE portal_id = $1 AND role = ANY($2) AND status = ANY($3)",
        &params![portal, roles, statuses],
    )
}

/// Adds to the space a person's own folders use (bytes, may be negative).
///
/// # Errors
/// The database failed.
pub fn add_used_space(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: UserId,
    bytes: i64,
) -> sql::Result<()> {
    tx.execute(
        "UPDATE people SET used_space = used_space + $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id, bytes],
    )?;
    Ok(())
}

/// Writes down whether people have an authenticator app linked.
///
/// # Errors
/// The database failed.
pub fn set_tfa_app(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[UserId],
    linked: bool,
) -> sql::Result<()> {
    tx.execute(
        "UPDATE people SET tfa_app = $3 WHERE portal_id = $1 AND id = ANY($2)",
        &params![portal, texts(ids), linked],
    )?;
    Ok(())
}

/// The local part of the e-mail, with a number when somebody has that name already.
fn free_user_name(tx: &mut Tx<'_>, portal: PortalId, email: &str) -> sql::Result<String> {
    let base = fold(email.split('@').next().unwrap_or_default());
    let same: i64 = tx.query_one(
        "SELECT COUNT(*) FROM people WHERE portal_id = $1 AND user_name LIKE $2 ESCAPE '\\'",
        &params![portal, sql::like_starts(&base)],
    )?;
    if same == 0 && !base.is_empty() {
        return Ok(base);
    }
    for number in 0..100 {
        let name = if number == 0 {
            base.clone()
        } else {
            format!("{base}{}", same - 1 + number)
        };
        let taken: i64 = tx.query_one(
            "SELECT COUNT(*) FROM people WHERE portal_id = $1 AND user_name = $2",
            &params![portal, &name],
        )?;
        if taken == 0 && !name.is_empty() {
            return Ok(name);
        }
    }
    Ok(format!("{base}{}", Uuid::new_v4().simple()))
}

/// Columns derived from others.
struct Keys {
    email: String,
    first: String,
    last: String,
    search: String,
    contacts: String,
}

impl Keys {
    fn of(person: &Person) -> Self {
        let (first, last) = (fold(&person.first_name), fold(&person.last_name));
        let email = fold(&person.email);
        let search = format!("{first} {last}\n{last} {first}\n{email}");
        let contacts = serde_json::to_string(&person.contacts).unwrap_or_else(|_| "[]".to_owned());
        Self {
            email,
            first,
            last,
            search,
            contacts,
        }
    }
}

fn status_from_number(number: i64) -> EmployeeStatus {
    match number {
        1 => EmployeeStatus::Active,
        4 => EmployeeStatus::Pending,
        _ => EmployeeStatus::Terminated,
    }
}

fn activation_from_number(number: i64) -> EmployeeActivationStatus {
    match number {
        1 => EmployeeActivationStatus::Activated,
        2 => EmployeeActivationStatus::Pending,
        4 => EmployeeActivationStatus::AutoGenerated,
        _ => EmployeeActivationStatus::NotActivated,
    }
}

fn origin_from_number(number: i64) -> AccountLoginType {
    match number {
        0 => AccountLoginType::SSO,
        1 => AccountLoginType::LDAP,
        _ => AccountLoginType::Standart,
    }
}

fn theme_from_name(name: &str) -> Option<DarkThemeSettingsType> {
    use DarkThemeSettingsType::{Base, Dark, System};
    [Base, Dark, System]
        .into_iter()
        .find(|theme| theme.name() == name)
}
