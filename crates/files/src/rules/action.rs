//! The actions a right can be asked for, and sets of them.

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// Something a caller may or may not do with an entry.
        ///
        /// The order of declaration is the order of the keys in the `security` object (`files/02 §5`).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Action { $($(#[$doc])* $name),* }

        impl Action {
            /// Every action, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The key in the `security` object.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }
    };
}

actions! {
    /// See it, open it, list it.
    Read,
    /// Comment in the document.
    Comment,
    /// Fill in the form.
    FillForms,
    /// Suggest changes in the document.
    Review,
    /// Put new entries into the folder.
    Create,
    /// Create a room from the template; never emitted.
    CreateFrom,
    /// Change the content.
    Edit,
    /// Delete it.
    Delete,
    /// Filter a spreadsheet for oneself.
    CustomFilter,
    /// Change the room's settings.
    EditRoom,
    /// Change the title.
    Rename,
    /// See earlier versions.
    ReadHistory,
    /// Lock and unlock the file.
    Lock,
    /// Change earlier versions.
    EditHistory,
    /// Be the destination of a copy.
    CopyTo,
    /// Copy it somewhere.
    Copy,
    /// Be the destination of a move.
    MoveTo,
    /// Move it somewhere; for a room: archive and unarchive.
    Move,
    /// Pin the room on top of the list.
    Pin,
    /// Switch the room's notifications off.
    Mute,
    /// Change who has access.
    EditAccess,
    /// Copy it beside itself.
    Duplicate,
    /// Offer a form to the gallery.
    SubmitToFormGallery,
    /// Download it.
    Download,
    /// Convert the file to another format.
    Convert,
    /// Copy the primary external link.
    CopySharedLink,
    /// See the links; never emitted.
    ReadLinks,
    /// Reconnect the third-party storage.
    Reconnect,
    /// Make a room of the personal entry.
    CreateRoomFrom,
    /// Copy the address.
    CopyLink,
    /// Embed it in a page.
    Embed,
    /// Hand the room over.
    ChangeOwner,
    /// Export the room's index.
    IndexExport,
    /// Start the filling of a form.
    StartFilling,
    /// See how far the filling is.
    FillingStatus,
    /// Begin the filling anew.
    ResetFilling,
    /// Stop the filling.
    StopFilling,
    /// Open the form to look at it.
    OpenForm,
    /// Change whether a link is for people of the portal only; never emitted.
    EditInternal,
    /// Change when a link expires; never emitted.
    EditExpiration,
    /// Add to the agent's knowledge again.
    Vectorization,
    /// Hand the file to the assistant.
    AskAi,
    /// Talk to the agent.
    UseChat,
    /// Refresh the spreadsheet of a form's answers.
    UpdateXlsx,
    /// Let the assistant look at a form's answers.
    AnalyzeResponses,
}

/// A set of actions: one bit each, so that a whole table row is one operation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ActionSet(u64);

impl ActionSet {
    /// No action.
    pub const EMPTY: Self = Self(0);
    /// Every action.
    pub const ALL: Self = Self::of(Action::ALL);

    /// The set of the given actions.
    pub const fn of(actions: &[Action]) -> Self {
        let mut bits = 0;
        let mut rest = actions;
        while let [first, others @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = others;
        }
        Self(bits)
    }

    /// Whether `action` is in the set.
    pub const fn contains(self, action: Action) -> bool {
        self.0 & (1 << action as u8) != 0
    }

    /// What is in either.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this one but not in `other`.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What is in both.
    pub const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This set when `condition` holds, else nothing.
    pub const fn when(self, condition: bool) -> Self {
        if condition { self } else { Self::EMPTY }
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The actions in order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Action> {
        Action::ALL
            .iter()
            .copied()
            .filter(move |action| self.contains(*action))
    }
}

impl From<Action> for ActionSet {
    fn from(action: Action) -> Self {
        Self::of(&[action])
    }
}

impl std::fmt::Debug for ActionSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Shorthand for a constant set: `set![Read, Copy]`.
macro_rules! set {
    ($($name:ident),* $(,)?) => {
        const { $crate::rules::ActionSet::of(&[$($crate::rules::Action::$name),*]) }
    };
}
pub(crate) use set;

/// Keys emitted for every file (`files/02 §5`).
pub const FILE_KEYS: ActionSet = set![
    Read,
    Comment,
    FillForms,
    Review,
    Edit,
    Delete,
    CustomFilter,
    Rename,
    ReadHistory,
    Lock,
    EditHistory,
    Copy,
    Move,
    Duplicate,
    SubmitToFormGallery,
    Download,
    Convert,
    CreateRoomFrom,
    CopyLink,
    Embed,
    StartFilling,
    FillingStatus,
    ResetFilling,
    StopFilling,
    OpenForm,
    Vectorization,
    AskAi,
];

/// Keys emitted for every folder and room (`files/02 §5`).
pub const FOLDER_KEYS: ActionSet = set![
    Read,
    Create,
    Delete,
    EditRoom,
    Rename,
    CopyTo,
    MoveTo,
    Copy,
    Move,
    Pin,
    Mute,
    EditAccess,
    Duplicate,
    Download,
    CopySharedLink,
    Reconnect,
    CreateRoomFrom,
    CopyLink,
    Embed,
    ChangeOwner,
    IndexExport,
    UseChat,
    UpdateXlsx,
    AnalyzeResponses,
];

/// Forced false for files in a listing of Recent or Favorites, and so added as keys (`files/03 §1`).
pub const FILE_KEYS_OFF_THE_SHELF: ActionSet = set![
    FillForms,
    Edit,
    SubmitToFormGallery,
    CreateRoomFrom,
    Duplicate,
    Delete,
    Lock,
    CustomFilter,
    Embed,
    StartFilling,
    StopFilling,
    CopySharedLink,
    CopyLink,
    FillingStatus,
    Vectorization,
    Rename,
];

/// The same for folders.
pub const FOLDER_KEYS_OFF_THE_SHELF: ActionSet = set![
    FillForms,
    Edit,
    SubmitToFormGallery,
    CreateRoomFrom,
    Duplicate,
    Delete,
    Lock,
    CustomFilter,
    Embed,
    StartFilling,
    StopFilling,
    CopySharedLink,
    CopyLink,
    FillingStatus,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_lists_its_actions_in_order_of_declaration() {
        let names: Vec<_> = set![Copy, Read, UseChat].iter().map(Action::name).collect();
        assert_eq!(names, ["Read", "Copy", "UseChat"]);
    }

    #[test]
    fn every_action_has_a_bit_of_its_own() {
        assert_eq!(ActionSet::ALL.iter().count(), Action::ALL.len());
        assert!(Action::ALL.len() <= 64);
    }
}
