//! Listings: filters become one bounded query and its total.

use portal::{PortalId, Role, UserId};
use sql::{FromRow, Tx, Value, like_contains};

use crate::model::{AccountLoginType, EmployeeActivationStatus, GroupId, Person, role_number};
use crate::store::people::COLUMNS;
use crate::store::texts;

/// A page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows of the page.
    pub items: Vec<T>,
    /// Rows of the whole listing.
    pub total: i64,
}

/// Which people are asked for (`platform/05 §5.10`). The default is everybody the viewer may see.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// A room administrator, who sees of guests only his own; `None` sees everybody.
    pub viewer: Option<UserId>,
    /// Sum of status numbers; 0 = any.
    pub statuses: i32,
    /// Words of which at least one must occur in the names or the e-mail.
    pub words: Vec<String>,
    /// Only these roles; empty = any.
    pub roles: Vec<Role>,
    /// Only members of this group …
    pub group: Option<GroupId>,
    /// … or, when set, only those who are not.
    pub exclude_group: bool,
    /// Only those in no group (`Some(false)`: in some group).
    pub without_group: Option<bool>,
    /// Only this activation state.
    pub activation: Option<EmployeeActivationStatus>,
    /// Only accounts from there.
    pub origin: Option<AccountLoginType>,
    /// Only with an own quota (`Some(true)`) or the default one.
    pub custom_quota: Option<bool>,
    /// Only those whom this person created, invited or accepted.
    pub inviter: Option<UserId>,
    /// Only these people (another domain's selection, such as the members of a room) …
    pub only: Option<Vec<UserId>>,
    /// … and none of these.
    pub except: Option<Vec<UserId>>,
    /// Order.
    pub order: Order,
    /// First row.
    pub start: i64,
    /// Rows, at most.
    pub count: i64,
}

/// Order of a listing of people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Order {
    /// The column; `None` = the owner first, then by name.
    pub by: Option<SortBy>,
    /// Backwards.
    pub descending: bool,
}

/// What people can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// First name; also the display name.
    FirstName,
    /// Last name.
    LastName,
    /// Type: guests last.
    Type,
    /// E-mail.
    Email,
    /// First of the groups.
    Department,
    /// Bytes used.
    UsedSpace,
    /// The creator's name.
    CreatedBy,
    /// When the record was made.
    RegistrationDate,
}

impl SortBy {
    /// The order a client names; unknown names are `None`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "firstname" | "displayname" => Self::FirstName,
            "lastname" => Self::LastName,
            "type" => Self::Type,
            "email" => Self::Email,
            "department" => Self::Department,
            "usedspace" => Self::UsedSpace,
            "createdby" => Self::CreatedBy,
            "registrationdate" => Self::RegistrationDate,
            _ => return None,
        })
    }

    fn expression(self) -> &'static str {
        match self {
            Self::FirstName => "p.first_key",
            Self::LastName => "p.last_key",
            // The owner, administrators, room administrators, users, guests.
            Self::Type => {
                "CASE p.role WHEN 5 THEN 0 WHEN 3 THEN 1 WHEN 1 THEN 2 WHEN 4 THEN 3 ELSE 4 END"
            }
            Self::Email => "p.email_key",
            Self::Department => {
                "COALESCE((SELECT MIN(g.name_key) FROM people_group_members m JOIN people_groups g \
                 ON g.portal_id = m.portal_id AND g.id = m.group_id \
                 WHERE m.portal_id = p.portal_id AND m.user_id = p.id), '')"
            }
            Self::UsedSpace => "p.used_space",
            Self::CreatedBy => {
                "COALESCE((SELECT u.first_key FROM people u WHERE u.portal_id = p.portal_id \
                 AND u.id = p.created_by), '')"
            }
            Self::RegistrationDate => "p.created",
        }
    }
}

/// A page of people and the number of all that match.
///
/// # Errors
/// The database failed.
pub fn list(tx: &mut Tx<'_>, portal: PortalId, filter: &Filter) -> sql::Result<Page<Person>> {
    let mut query = Query::new(portal, "p");
    conditions(&mut query, filter);
    let way = if filter.order.descending {
        "DESC"
    } else {
        "ASC"
    };
    let order = match filter.order.by {
        None => format!(
            "CASE p.role WHEN 5 THEN 0 ELSE 1 END, p.first_key {way}, p.last_key {way}, p.id"
        ),
        Some(by) => format!(
            "{} {way}, p.first_key {way}, p.last_key {way}, p.id",
            by.expression()
        ),
    };
    query.page(tx, COLUMNS, "people p", &order, filter.start, filter.count)
}

fn conditions(query: &mut Query, filter: &Filter) {
    const RELATION: &str = "EXISTS (SELECT 1 FROM guest_relations r WHERE r.portal_id = p.portal_id \
         AND r.guest_id = p.id AND r.user_id = ?)";
    if let Some(viewer) = filter.viewer {
        query.and(&format!("(p.role <> 2 OR {RELATION})"), viewer);
    }
    if filter.statuses > 0 && filter.statuses != 7 {
        let wanted = [1_i64, 2, 4]
            .into_iter()
            .filter(|n| i64::from(filter.statuses) & n != 0);
        query.and("p.status = ANY(?)", Value::Ints(wanted.collect()));
    }
    if !filter.words.is_empty() {
        query.any(
            "p.search_key LIKE ? ESCAPE '\\'",
            filter.words.iter().map(|word| like_contains(word)),
        );
    }
    if !filter.roles.is_empty() {
        let roles = filter.roles.iter().copied().map(role_number).collect();
        query.and("p.role = ANY(?)", Value::Ints(roles));
    }
    if let Some(group) = filter.group {
        let not = if filter.exclude_group { "NOT " } else { "" };
        query.and(
            &format!(
                "{not}EXISTS (SELECT 1 FROM people_group_members m WHERE m.portal_id = p.portal_id \
                 AND m.user_id = p.id AND m.group_id = ?)"
            ),
            group,
        );
    }
    if let Some(without) = filter.without_group {
        let not = if without { "NOT " } else { "" };
        query.plain(&format!(
            "{not}EXISTS (SELECT 1 FROM people_group_members m WHERE m.portal_id = p.portal_id \
             AND m.user_id = p.id)"
        ));
    }
    if let Some(activation) = filter.activation {
        query.and("p.activation = ?", i64::from(activation.number()));
    }
    if let Some(origin) = filter.origin {
        query.and("p.origin = ?", i64::from(origin.number()));
    }
    if let Some(custom) = filter.custom_quota {
        query.plain(if custom {
            "p.quota IS NOT NULL"
        } else {
            "p.quota IS NULL"
        });
    }
    if let Some(inviter) = filter.inviter {
        query.and(&format!("(p.created_by = ? OR {RELATION})"), inviter);
    }
    if let Some(only) = &filter.only {
        query.and("p.id = ANY(?)", texts(only));
    }
    if let Some(except) = &filter.except {
        query.and("NOT (p.id = ANY(?))", texts(except));
    }
}

/// A `WHERE` clause in the making. `?` in a condition stands for its value, which gets the next number.
pub(crate) struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    /// Starts with the portal of the table called `alias`.
    pub(crate) fn new(portal: PortalId, alias: &str) -> Self {
        Self {
            text: format!("{alias}.portal_id = $1"),
            values: vec![portal.into()],
        }
    }

    /// Adds a condition with one value, which may occur more than once in it.
    pub(crate) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.plain(&condition.replace('?', &place));
    }

    /// Adds a condition without values.
    pub(crate) fn plain(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// Adds alternatives of one condition over several values.
    pub(crate) fn any(&mut self, condition: &str, values: impl Iterator<Item = String>) {
        let mut parts = Vec::new();
        for value in values {
            self.values.push(value.into());
            parts.push(condition.replace('?', &format!("${}", self.values.len())));
        }
        self.plain(&format!("({})", parts.join(" OR ")));
    }

    /// Runs it: one page of rows and the total.
    pub(crate) fn page<T: FromRow>(
        mut self,
        tx: &mut Tx<'_>,
        columns: &str,
        table: &str,
        order: &str,
        start: i64,
        count: i64,
    ) -> sql::Result<Page<T>> {
        let clause = self.text;
        let conditions = self.values.len();
        let (limit, offset) = (conditions + 1, conditions + 2);
        let (start, count) = (start.max(0), count.max(0));
        self.values.extend([Value::Int(count), Value::Int(start)]);
        let items: Vec<T> = tx.query(
            &format!(
                "SELECT {columns} FROM {table} WHERE {clause} ORDER BY {order} LIMIT ${limit} OFFSET ${offset}"
            ),
            &self.values,
        )?;
        let found = i64::try_from(items.len()).unwrap_or(i64::MAX);
        // A page that is not full and not behind the end tells the total by itself.
        if found < count && (found > 0 || start == 0) {
            return Ok(Page {
                items,
                total: start + found,
            });
        }
        self.values.truncate(conditions);
        let total = tx.query_one(
            &format!("SELECT COUNT(*) FROM {table} WHERE {clause}"),
            &self.values,
        )?;
        Ok(Page { items, total })
    }
}
