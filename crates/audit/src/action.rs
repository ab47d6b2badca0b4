//! The actions of the audit trail: numbers, names and where each belongs (`platform/07a`).
//!
//! This is the one table: filters, lists of types, the tree of `audit/mappers` and the rows themselves all read it.
//! Names keep their historic spelling, numbers are stored and never change.

wire::wire_enum! {
    /// What was done to something.
    pub enum ActionType: number {
        None = 0, Create = 1, Update = 2, Delete = 3, Link = 4, Unlink = 5, Attach = 6, Detach = 7, Send = 8,
        Import = 9, Export = 10, UpdateAccess = 11, Download = 12, Upload = 13, Copy = 14, Move = 15,
        Reassigns = 16, Follow = 17, Unfollow = 18, Logout = 19,
    }
}

wire::wire_enum! {
    /// Part of the product.
    pub enum ProductType: number { Documents = 2, Login = 3, Settings = 7, Contacts = 8 }
}

wire::wire_enum! {
    /// Place in that part.
    pub enum LocationType: number {
        None = 0, Files = 1, Folders = 2, DocumentsSettings = 3, Rooms = 27, Settings = 29, Contacts = 30,
        Agents = 31,
    }
}

wire::wire_enum! {
    /// Kind of thing.
    pub enum EntryType: number {
        None = 0, File = 1, Folder = 2, User = 23, Group = 24, Room = 25, Tag = 26, Agent = 27,
    }
}

/// Actions that are listed together.
#[derive(Debug)]
pub struct Group {
    /// Part of the product.
    pub product: ProductType,
    /// Place in it.
    pub location: LocationType,
    /// What they do.
    pub kind: ActionType,
    /// What they do it to.
    pub entries: &'static [EntryType],
    /// The actions.
    pub actions: &'static [MessageAction],
}

macro_rules! actions {
    (
        unmapped { $($other:ident = $other_number:literal,)* }
        $($product:ident $location:ident $kind:ident [$($entry:ident)*] { $($name:ident = $number:literal,)* })*
    ) => {
        wire::wire_enum! {
            /// What somebody did.
            pub enum MessageAction: number {
                $($other = $other_number,)*
                $($($name = $number,)*)*
            }
        }

        /// All groups; actions outside of them can be written but are not listed by `audit/mappers`.
        pub static GROUPS: &[Group] = &[$(Group {
            product: ProductType::$product,
            location: LocationType::$location,
            kind: ActionType::$kind,
            entries: &[$(EntryType::$entry),*],
            actions: &[$(MessageAction::$name),*],
        }),*];
    };
}

actions! {
    unmapped {
        None = -1, DocumentsKeepNewFileNameSettingsUpdated = 5083, RoomExternalLinkRenamed = 5098,
        DocumentsDisplayFileExtensionUpdated = 5101, RoomColorChanged = 5102, RoomCoverChanged = 5103,
        RoomIndexingChanged = 5104, RoomDenyDownloadChanged = 5105, RoomInviteLinkUsed = 7001,
        UserCreatedAndAddedToRoom = 7002, GuestCreatedAndAddedToRoom = 7003, ContactSalesMailSent = 7004,
    }
    Login None None [] {
        LoginSuccess = 1000, LoginSuccessViaSocialAccount = 1001, LoginFailInvalidCombination = 1002,
        LoginFailSocialAccountNotFound = 1003, LoginFailDisabledProfile = 1004, LoginFail = 1005,
        Logout = 1006, LoginSuccessViaSms = 1007, LoginFailViaSms = 1008, LoginFailIpSecurity = 1009,
        LoginSuccessViaApi = 1010, LoginSuccessViaSocialApp = 1011, LoginSuccessViaApiSms = 1012,
        LoginFailViaApi = 1013, LoginFailViaApiSms = 1014, LoginSuccessViaSSO = 1015, SessionStarted = 1016,
        SessionCompleted = 1017, LoginFailViaSSO = 1018, LoginSuccessViaApiSocialAccount = 1019,
        LoginFailViaApiSocialAccount = 1020, LoginSuccesViaTfaApp = 1021, LoginFailViaTfaApp = 1022,
        LoginFailBruteForce = 1023, LoginSuccessViaApiTfa = 1024, LoginFailViaApiTfa = 1025,
        LoginFailRecaptcha = 1026, AuthLinkActivated = 1027, LoginSuccessViaOAuth = 1028,
        LoginSuccessViaPassword = 1029,
    }
    Contacts Contacts Create [User] {
        UserCreated = 4000, GuestCreated = 4001, UserCreatedViaInvite = 4002, GuestCreatedViaInvite = 4003,
        SendJoinInvite = 4037,
    }
    Contacts Contacts Create [Group] {
        GroupCreated = 4026,
    }
    Contacts Contacts Update [User] {
        UserActivated = 4004, GuestActivated = 4005, UserUpdated = 4006, UserUpdatedLanguage = 4007,
        UserAddedAvatar = 4008, UserUpdatedAvatarThumbnails = 4010, UserUpdatedPassword = 4017,
        UsersUpdatedType = 4019, UsersUpdatedStatus = 4020, UsersSentActivationInstructions = 4021,
        UserUpdatedMobileNumber = 4029, UserUpdatedEmail = 5047,
    }
    Contacts Contacts Update [Group] {
        GroupUpdated = 4027,
    }
    Contacts Contacts Delete [User] {
        UserDeletedAvatar = 4009, UserDeleted = 4018, UsersDeleted = 4022, UserDataRemoving = 4031,
        UserDisconnectedTfaApp = 4033,
    }
    Contacts Contacts Delete [Group] {
        GroupDeleted = 4028,
    }
    Contacts Contacts Link [User] {
        UserLinkedSocialAccount = 4011, UserConnectedTfaApp = 4032,
    }
    Contacts Contacts Unlink [User] {
        UserUnlinkedSocialAccount = 4012,
    }
    Contacts Contacts Send [User] {
        UserSentActivationInstructions = 4013, UserSentEmailChangeInstructions = 4014,
        UserSentPasswordChangeInstructions = 4015, UserSentDeleteInstructions = 4016,
        SentInviteInstructions = 4023,
    }
    Contacts Contacts Import [User] {
        UserImported = 4024, GuestImported = 4025,
    }
    Contacts Contacts Reassigns [User] {
        UserDataReassigns = 4030,
    }
    Contacts Contacts Logout [User] {
        UserLogoutActiveConnections = 4034, UserLogoutActiveConnection = 4035,
        UserLogoutActiveConnectionsForUser = 4036,
    }
    Documents Files Create [File] {
        FileCreated = 5000, FileCreatedVersion = 5003, FileConverted = 5035, FileRestoreVersion = 5044,
        FileExternalLinkCreated = 5091,
    }
    Documents Files Update [File] {
        FileRenamed = 5001, FileUpdated = 5002, FileUpdatedRevisionComment = 5005, FileLocked = 5006,
        FileUnlocked = 5007, UserFileUpdated = 5034, FileOpenedForChange = 5054,
        FileMarkedAsFavorite = 5055, FileRemovedFromFavorite = 5056, FileMarkedAsRead = 5063,
        FileReaded = 5064, FileExternalLinkUpdated = 5092, FolderIndexReordered = 5108,
        FileIndexChanged = 5111, FileCustomFilterEnabled = 5120, FileCustomFilterDisabled = 5121,
        FormStartedToFill = 5150, FormPartiallyFilled = 5151, FormCompletelyFilled = 5152,
        FormStopped = 5153, FileSavedButUserQuotaExceeded = 5201, FileNotSavedDueToUserQuota = 5202,
        FileSavedButRoomQuotaExceeded = 5203, FileNotSavedDueToRoomQuota = 5204, FormSubmit = 6046,
        FormOpenedForFilling = 6047,
    }
    Documents Files Delete [File] {
        FileDeletedVersion = 5004, FileDeleted = 5018, TrashEmptied = 5061, FileExternalLinkDeleted = 5093,
        FileVersionRemoved = 5119,
    }
    Documents Files UpdateAccess [File] {
        FileUpdatedAccess = 5008, FileRemovedFromList = 5058, FileExternalLinkAccessUpdated = 5060,
        FileUpdatedAccessFor = 5068,
    }
    Documents Files Download [File] {
        FileDownloaded = 5009, FileDownloadedAs = 5010, FileRevisionDownloaded = 5062,
    }
    Documents Files Upload [File] {
        FileUploaded = 5011, FileUploadedWithOverwriting = 5099,
    }
    Documents Files Import [File] {
        FileImported = 5012,
    }
    Documents Files Copy [File] {
        FileCopied = 5013, FileCopiedWithOverwriting = 5014,
    }
    Documents Files Move [File] {
        FileMoved = 5015, FileMovedWithOverwriting = 5016, FileMovedToTrash = 5017,
    }
    Documents Files Send [File] {
        FileSendAccessLink = 5036, FileChangeOwner = 5043, DocumentSendToSign = 5045,
        DocumentSignComplete = 5046,
    }
    Documents Folders Create [Folder] {
        FolderCreated = 5019, FolderExternalLinkCreated = 5122,
    }
    Documents Folders Update [Folder] {
        FolderRenamed = 5020, FolderMarkedAsRead = 5065, FolderIndexChanged = 5107,
        FolderExternalLinkUpdated = 5123,
    }
    Documents Folders UpdateAccess [Folder] {
        FolderUpdatedAccess = 5021, FolderRemovedFromList = 5059, FolderUpdatedAccessFor = 5066,
    }
    Documents Folders Copy [Folder] {
        FolderCopied = 5022, FolderCopiedWithOverwriting = 5023,
    }
    Documents Folders Move [Folder] {
        FolderMoved = 5024, FolderMovedWithOverwriting = 5025, FolderMovedToTrash = 5026,
    }
    Documents Folders Delete [Folder] {
        FolderDeleted = 5027, FolderExternalLinkDeleted = 5124,
    }
    Documents Folders Download [Folder] {
        FolderDownloaded = 5057,
    }
    Documents Rooms Create [Room] {
        RoomCreated = 5070,
    }
    Documents Rooms Update [Room] {
        RoomRenamed = 5071, RoomArchived = 5072, RoomUnarchived = 5073, RoomLogoCreated = 5080,
        RoomLogoDeleted = 5081, RoomInvitationLinkUpdated = 5082, RoomInvitationLinkCreated = 5086,
        RoomInvitationLinkDeleted = 5087, RoomExternalLinkCreated = 5088, RoomExternalLinkUpdated = 5089,
        RoomExternalLinkDeleted = 5090, RoomExternalLinkRevoked = 5097, RoomDenyDownloadEnabled = 5109,
        RoomDenyDownloadDisabled = 5110, RoomWatermarkSet = 5112, RoomWatermarkDisabled = 5113,
        RoomIndexingEnabled = 5114, RoomIndexingDisabled = 5115, RoomLifeTimeSet = 5116,
        RoomLifeTimeDisabled = 5117,
    }
    Documents Rooms Update [Room User] {
        RoomUpdateAccessForUser = 5075, RoomRemoveUser = 5084, RoomCreateUser = 5085,
        RoomInviteResend = 5118, RoomChangeOwner = 5159,
    }
    Documents Rooms Update [Room Tag] {
        AddedRoomTags = 5078, DeletedRoomTags = 5079,
    }
    Documents Rooms Update [Room Group] {
        RoomGroupAdded = 5094, RoomUpdateAccessForGroup = 5095, RoomGroupRemove = 5096,
    }
    Documents Rooms Delete [Room] {
        RoomDeleted = 5074,
    }
    Documents Rooms Copy [Room] {
        RoomCopied = 5100,
    }
    Documents Rooms Export [Room] {
        RoomIndexExportSaved = 5106,
    }
    Documents Agents Create [Tag] {
        TagCreated = 5076,
    }
    Documents Agents Create [Agent] {
        AgentCreated = 5154,
    }
    Documents Agents Delete [Tag] {
        TagsDeleted = 5077,
    }
    Documents Agents Delete [Agent] {
        AgentDeleted = 5156,
    }
    Documents Agents Update [Agent] {
        AgentRenamed = 5155, AddedServerToAgent = 5157, DeletedServerFromAgent = 5158,
    }
    Documents DocumentsSettings Create [] {
        ThirdPartyCreated = 5028,
    }
    Documents DocumentsSettings Update [] {
        ThirdPartyUpdated = 5029, DocumentsThirdPartySettingsUpdated = 5031,
        DocumentsOverwritingSettingsUpdated = 5032, DocumentsUploadingFormatsSettingsUpdated = 5033,
        DocumentsStoreForcesave = 5048, DocumentsForcesave = 5049,
        DocumentsExternalShareSettingsUpdated = 5069, DocumentsDefaultTemplatesSettingsUpdated = 5160,
    }
    Documents DocumentsSettings Delete [] {
        ThirdPartyDeleted = 5030,
    }
    Settings Settings Update [] {
        LanguageSettingsUpdated = 6000, TimeZoneSettingsUpdated = 6001, DnsSettingsUpdated = 6002,
        TrustedMailDomainSettingsUpdated = 6003, PasswordStrengthSettingsUpdated = 6004,
        TwoFactorAuthenticationSettingsUpdated = 6005, AdministratorMessageSettingsUpdated = 6006,
        DefaultStartPageSettingsUpdated = 6007, TwoFactorAuthenticationDisabled = 6036,
        TwoFactorAuthenticationEnabledBySms = 6037, TwoFactorAuthenticationEnabledByTfaApp = 6038,
        UpdateClient = 9902, RegenerateSecret = 9903, ChangeClientActivation = 9905,
        ChangeClientVisibility = 9906, RevokeUserClient = 9907, GenerateAuthorizationCodeToken = 9908,
        GeneratePersonalAccessToken = 9909, DocumentServiceLocationSetting = 5037,
        AuthorizationKeysSetting = 5038, FullTextSearchSetting = 5039, StartTransferSetting = 5040,
        BackupStarted = 5041, LicenseKeyUploaded = 5042, StartStorageEncryption = 5050,
        PrivacyRoomEnable = 5051, PrivacyRoomDisable = 5052, StartStorageDecryption = 5053,
        BackupCompleted = 5125, BackupFailed = 5126, ScheduledBackupStarted = 5127,
        ScheduledBackupCompleted = 5128, ScheduledBackupFailed = 5129, BackupCancelled = 5131,
        RestoreStarted = 5132, RestoreCancelled = 5133, LdapEnabled = 5501, LdapDisabled = 5502,
        LdapSync = 5503, ProductsListUpdated = 6008, GreetingSettingsUpdated = 6018,
        TeamTemplateChanged = 6019, ColorThemeChanged = 6020, OwnerUpdated = 6022,
        OwnerSentPortalDeactivationInstructions = 6023, PortalDeactivated = 6025, SSOEnabled = 6029,
        SSODisabled = 6030, PortalAccessSettingsUpdated = 6031, CookieSettingsUpdated = 6032,
        MailServiceSettingsUpdated = 6033, CustomNavigationSettingsUpdated = 6034,
        AuditSettingsUpdated = 6035, PortalRenamed = 6039, QuotaPerRoomChanged = 6040,
        QuotaPerRoomDisabled = 6041, QuotaPerUserChanged = 6042, QuotaPerUserDisabled = 6043,
        QuotaPerPortalChanged = 6044, QuotaPerPortalDisabled = 6045, CustomQuotaPerRoomDefault = 6048,
        CustomQuotaPerRoomChanged = 6049, CustomQuotaPerRoomDisabled = 6050,
        CustomQuotaPerUserDefault = 6051, CustomQuotaPerUserChanged = 6052,
        CustomQuotaPerUserDisabled = 6053, DevToolsAccessSettingsChanged = 6054, WebhookUpdated = 6056,
        ApiKeyUpdated = 6059, CustomerWalletToppedUp = 6061, CustomerWalletTopUpSettingsUpdated = 6064,
        CustomerSubscriptionUpdated = 6065, BannerSettingsChanged = 6066,
        CustomerWalletServicesSettingsUpdated = 6067, QuotaPerAiAgentChanged = 6068,
        QuotaPerAiAgentDisabled = 6069, CustomQuotaPerAiAgentDefault = 6070,
        CustomQuotaPerAiAgentChanged = 6071, CustomQuotaPerAiAgentDisabled = 6072, AIProviderUpdated = 6074,
        ServerUpdated = 6077, ServerEnabled = 6078, ServerDisabled = 6079, WebpluginUpdated = 6086,
        WhiteLabelSettingsLogoTextUpdated = 6088, WhiteLabelSettingsLogosUpdated = 6089,
        WhiteLabelCompanySettingsUpdated = 6090, WhiteLabelAdditionalSettingsUpdated = 6091,
        WhiteLabelMailSettingsUpdated = 6092, InvitationSettingsUpdated = 6093,
        IPRestrictionsSettingsUpdated = 6094, LoginSettingsUpdated = 6095, AIDefaultProviderSet = 6096,
        AIAccessEnabled = 6097, AIAccessDisabled = 6098, UserUpdatedAiSettings = 6099,
    }
    Settings Settings Send [] {
        ContactAdminMailSent = 7000, OwnerSentChangeOwnerInstructions = 6021,
        OwnerSentPortalDeleteInstructions = 6024,
    }
    Settings Settings Create [] {
        CreateClient = 9901, AdministratorAdded = 6009, ProductAddedAdministrator = 6016,
        WebhookCreated = 6055, ApiKeyCreated = 6058, CustomerOperationPerformed = 6062,
        AIProviderCreated = 6073, ServerCreated = 6076, SetWebSearchSettings = 6081,
        SetVectorizationSettings = 6083,
    }
    Settings Settings Delete [] {
        DeleteClient = 9904, ScheduledBackupDeleted = 5130, ProductDeletedAdministrator = 6017,
        PortalDeleted = 6026, WebhookDeleted = 6057, ApiKeyDeleted = 6060, AIProviderDeleted = 6075,
        ServerDeleted = 6080, ResetWebSearchSettings = 6082, ResetVectorizationSettings = 6084,
        WebpluginDeleted = 6087,
    }
    Settings Settings UpdateAccess [] {
        AdministratorOpenedFullAccess = 6010, AdministratorDeleted = 6011, UsersOpenedProductAccess = 6012,
        GroupsOpenedProductAccess = 6013, ProductAccessOpened = 6014, ProductAccessRestricted = 6015,
    }
    Settings Settings Download [] {
        LoginHistoryReportDownloaded = 6027, AuditTrailReportDownloaded = 6028,
        CustomerOperationsReportDownloaded = 6063,
    }
    Settings Settings Upload [] {
        WebpluginUploaded = 6085,
    }
}

impl MessageAction {
    /// The group it belongs to, if any.
    #[must_use]
    pub fn group(self) -> Option<&'static Group> {
        GROUPS.iter().find(|group| group.actions.contains(&self))
    }

    /// Whether one request that does it to many is one row with many targets.
    pub(crate) fn gathers(self) -> bool {
        use MessageAction as A;
        let on_people = self
            .group()
            .is_some_and(|group| group.product == ProductType::Contacts);
        on_people
            || matches!(
                self,
                A::CustomQuotaPerUserDefault
                    | A::CustomQuotaPerUserChanged
                    | A::CustomQuotaPerUserDisabled
                    | A::TagsDeleted
                    | A::AddedRoomTags
                    | A::DeletedRoomTags
            )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_of_the_contract_is_there_once() {
        assert_eq!(MessageAction::ALL.len(), 334);
        let numbers: HashSet<i32> = MessageAction::ALL.iter().map(|one| one.number()).collect();
        assert_eq!(numbers.len(), 334);
        let grouped: Vec<_> = GROUPS.iter().flat_map(|group| group.actions).collect();
        assert_eq!(grouped.len(), 322, "twelve are outside of the map");
        assert_eq!(grouped.iter().collect::<HashSet<_>>().len(), 322);
        assert_eq!(
            MessageAction::from_text("LoginSuccesViaTfaApp"),
            Some(MessageAction::LoginSuccesViaTfaApp)
        );
        assert_eq!(MessageAction::FileMoved.number(), 5015);
    }

    #[test]
    fn an_action_knows_where_it_belongs() {
        let group = MessageAction::RoomCreateUser
            .group()
            .map(|g| (g.product, g.location, g.kind, g.entries));
        let rooms = (
            ProductType::Documents,
            LocationType::Rooms,
            ActionType::Update,
        );
        assert_eq!(
            group,
            Some((
                rooms.0,
                rooms.1,
                rooms.2,
                &[EntryType::Room, EntryType::User][..]
            ))
        );
        assert!(MessageAction::RoomColorChanged.group().is_none());
        assert!(MessageAction::UsersDeleted.gathers() && !MessageAction::FileMoved.gathers());
    }
}
