//! Every enumeration of `files/01 §3` that travels on the wire, with its numbers.

use wire::wire_enum;

wire_enum! {
    /// What a share record or link grants (`access`).
    #[derive(Default)]
    pub enum FileShare: number else None {
        /// No record; as a request: remove the record.
        #[default]
        None = 0,
        /// Full access to a shared personal entry; also shown for owners.
        ReadWrite = 1,
        /// Viewer.
        Read = 2,
        /// Denied.
        Restrict = 3,
        /// Legacy.
        Varies = 4,
        /// Reviewer: suggestions only.
        Review = 5,
        /// Commenter.
        Comment = 6,
        /// Form filler.
        FillForms = 7,
        /// Own filters in a spreadsheet.
        CustomFilter = 8,
        /// Manages a room.
        RoomManager = 9,
        /// Editor.
        Editing = 10,
        /// Creates, and rules over what they created.
        ContentCreator = 11,
    }
}

wire_enum! {
    /// What a room is for (`roomType` in requests and answers).
    pub enum RoomType: number {
        /// Collects PDF forms.
        FillingFormsRoom = 1,
        /// Collaboration.
        EditingRoom = 2,
        /// All roles, links.
        CustomRoom = 5,
        /// Readable by link from the first moment.
        PublicRoom = 6,
        /// Index, watermark, lifetime, download ban.
        VirtualDataRoom = 8,
        /// An AI agent's room.
        AiRoom = 9,
    }
}

wire_enum! {
    /// Kind of a folder (`type`, `rootFolderType`, `parentRoomType`, `folderType` of path parts).
    pub enum FolderType: number {
        /// An ordinary folder.
        Default = 0,
        /// Legacy common documents.
        Common = 1,
        /// Legacy.
        Bunch = 2,
        /// A person's trash.
        Trash = 3,
        /// My documents.
        User = 5,
        /// Shared with me (virtual).
        Share = 6,
        /// Legacy.
        Projects = 8,
        /// Favourites (virtual).
        Favorites = 10,
        /// Recent (virtual).
        Recent = 11,
        /// File templates (virtual).
        Templates = 12,
        /// Legacy private room.
        Privacy = 13,
        /// Root of the active rooms.
        VirtualRooms = 14,
        /// A form filling room.
        FillingFormsRoom = 15,
        /// A collaboration room.
        EditingRoom = 16,
        /// A custom room.
        CustomRoom = 19,
        /// Root of the archived rooms.
        Archive = 20,
        /// Internal.
        ThirdpartyBackup = 21,
        /// A public room.
        PublicRoom = 22,
        /// "Complete" of a form filling room.
        ReadyFormFolder = 25,
        /// "In process" of a form filling room.
        InProcessFormFolder = 26,
        /// One form's finished copies.
        FormFillingFolderDone = 27,
        /// One form's started copies.
        FormFillingFolderInProgress = 28,
        /// A virtual data room.
        VirtualDataRoom = 29,
        /// Root of the room templates.
        RoomTemplates = 30,
        /// An AI agent's room.
        AiRoom = 31,
        /// Knowledge of an agent.
        Knowledge = 32,
        /// Results of an agent.
        ResultStorage = 33,
        /// Root of the agents.
        AiAgents = 34,
        /// Hidden folder of default blank documents.
        DefaultTemplates = 35,
    }
}

impl RoomType {
    /// The same room in the number space of folders.
    pub const fn folder_type(self) -> FolderType {
        match self {
            Self::FillingFormsRoom => FolderType::FillingFormsRoom,
            Self::EditingRoom => FolderType::EditingRoom,
            Self::CustomRoom => FolderType::CustomRoom,
            Self::PublicRoom => FolderType::PublicRoom,
            Self::VirtualDataRoom => FolderType::VirtualDataRoom,
            Self::AiRoom => FolderType::AiRoom,
        }
    }
}

impl FolderType {
    /// The room type, when the folder is a room.
    pub const fn room_type(self) -> Option<RoomType> {
        match self {
            Self::FillingFormsRoom => Some(RoomType::FillingFormsRoom),
            Self::EditingRoom => Some(RoomType::EditingRoom),
            Self::CustomRoom => Some(RoomType::CustomRoom),
            Self::PublicRoom => Some(RoomType::PublicRoom),
            Self::VirtualDataRoom => Some(RoomType::VirtualDataRoom),
            Self::AiRoom => Some(RoomType::AiRoom),
            _ => None,
        }
    }

    /// Whether a folder of this kind is a room.
    pub const fn is_room(self) -> bool {
        self.room_type().is_some()
    }

    /// Whether a folder of this kind lies in no other (`files/01 §2`).
    pub const fn is_root(self) -> bool {
        matches!(
            self,
            Self::Common
                | Self::Trash
                | Self::User
                | Self::Share
                | Self::Projects
                | Self::Favorites
                | Self::Recent
                | Self::Templates
                | Self::Privacy
                | Self::VirtualRooms
                | Self::Archive
                | Self::RoomTemplates
                | Self::AiAgents
                | Self::DefaultTemplates
        )
    }

    /// Whether people make documents and folders directly in it, and upload to it: of the roots only in My documents
    /// (`files/06a §1`).
    pub const fn takes_new_entries(self) -> bool {
        matches!(self, Self::User) || !self.is_root()
    }

    /// Whether rooms, and nothing but rooms, are moved and copied into it (`files/05 §8`): archiving and bringing back
    /// are moves between the two. Templates and agents have roots of their own, which nobody moves a room to.
    pub const fn is_home_of_rooms(self) -> bool {
        matches!(self, Self::VirtualRooms | Self::Archive)
    }
}

#[cfg(test)]
mod tests {
    use super::FolderType;

    fn those(which: impl Fn(FolderType) -> bool) -> Vec<&'static str> {
        let all = FolderType::ALL.iter().copied();
        all.filter(|kind| which(*kind))
            .map(FolderType::name)
            .collect()
    }

    #[test]
    fn of_the_roots_only_my_documents_takes_new_entries() {
        let closed = those(|kind| !kind.takes_new_entries());
        let roots = those(FolderType::is_root);
        let others: Vec<_> = roots.into_iter().filter(|name| *name != "User").collect();
        assert_eq!(closed, others);
        for name in [
            "VirtualRooms",
            "Archive",
            "RoomTemplates",
            "DefaultTemplates",
        ] {
            assert!(closed.contains(&name), "{name}");
        }
        assert!(
            !those(FolderType::is_root)
                .iter()
                .any(|name| name.ends_with("Room"))
        );
    }

    #[test]
    fn rooms_move_between_two_roots() {
        assert_eq!(
            those(FolderType::is_home_of_rooms),
            ["VirtualRooms", "Archive"]
        );
    }
}

wire_enum! {
    /// Kind of a file by its extension (`fileType`).
    pub enum FileType: number {
        /// Nothing known about it.
        Unknown = 0,
        /// zip and the like.
        Archive = 1,
        /// Video.
        Video = 2,
        /// Sound.
        Audio = 3,
        /// Picture.
        Image = 4,
        /// Spreadsheet.
        Spreadsheet = 5,
        /// Presentation.
        Presentation = 6,
        /// Text document.
        Document = 7,
        /// PDF.
        Pdf = 10,
        /// Diagram.
        Diagram = 11,
    }
}

wire_enum! {
    /// `filterType` of listings; its file kinds double as the stored category of a file.
    pub enum FilterType: number {
        /// Everything.
        None = 0,
        /// Files.
        FilesOnly = 1,
        /// Folders.
        FoldersOnly = 2,
        /// Text documents.
        DocumentsOnly = 3,
        /// Presentations.
        PresentationsOnly = 4,
        /// Spreadsheets.
        SpreadsheetsOnly = 5,
        /// Pictures.
        ImagesOnly = 7,
        /// The given id is a group.
        ByUser = 8,
        /// Legacy.
        ByDepartment = 9,
        /// Archives.
        ArchiveOnly = 10,
        /// Title ends with the text.
        ByExtension = 11,
        /// Sound and video.
        MediaOnly = 12,
        /// Form filling rooms.
        FillingFormsRooms = 13,
        /// Collaboration rooms.
        EditingRooms = 14,
        /// Custom rooms.
        CustomRooms = 17,
        /// Public rooms.
        PublicRooms = 20,
        /// PDFs that are not forms.
        Pdf = 22,
        /// PDF forms.
        PdfForm = 23,
        /// Data rooms.
        VirtualDataRooms = 24,
        /// Diagrams.
        DiagramsOnly = 25,
        /// Agents.
        AiRooms = 26,
    }
}

wire_enum! {
    /// Whom a share record is for.
    pub enum SubjectType: number {
        /// A person.
        User = 0,
        /// An additional external link.
        ExternalLink = 1,
        /// A group of people.
        Group = 2,
        /// An invitation link of a room.
        InvitationLink = 3,
        /// The primary external link.
        PrimaryExternalLink = 4,
    }
}

wire_enum! {
    /// Personal marks on entries ("tag kinds" of `files/01 §3`).
    pub enum Mark: number {
        /// Unread.
        New = 1,
        /// Favourite.
        Favorite = 2,
        /// Opened lately.
        Recent = 16,
        /// File template.
        Template = 32,
        /// Room pinned on top.
        Pin = 128,
        /// An external link this person once opened; the note holds the link's id.
        RecentByLink = 512,
        /// Notifications of the room are off.
        Mute = 4096,
    }
}

wire_enum! {
    /// Kind of a long-running operation (`Operation`).
    pub enum OperationKind: number {
        /// Move, archive, unarchive.
        Move = 0,
        /// Copy.
        Copy = 1,
        /// Delete, empty trash.
        Delete = 2,
        /// Download as an archive.
        Download = 3,
        /// Mark as read.
        MarkAsRead = 4,
        /// Legacy.
        Import = 5,
        /// Conversion.
        Convert = 6,
        /// Copy beside the original.
        Duplicate = 7,
    }
}

wire_enum! {
    /// What to do when the title exists at the destination (`conflictResolveType`).
    pub enum ConflictResolve: name {
        /// Leave the entry out, silently.
        Skip = 0,
        /// New version of the existing file; folders merge.
        Overwrite = 1,
        /// Keep both.
        Duplicate = 2,
    }
}

wire_enum! {
    /// State of a file's small picture.
    #[derive(Default)]
    pub enum Thumbnail: number {
        /// To be made.
        #[default]
        Waiting = 0,
        /// There.
        Created = 1,
        /// Could not be made.
        Error = 2,
        /// This kind of file has none.
        NotRequired = 3,
        /// Being made.
        Creating = 4,
    }
}
