//! The contract's enums.

wire::wire_enum! {
    /// Where an archive goes; the spelling of the second is the contract's.
    pub enum BackupStorageType: number {
        Documents = 0, ThridpartyDocuments = 1, CustomCloud = 2, Local = 3, DataStore = 4, ThirdPartyConsumer = 5,
    }
}

wire::wire_enum! {
    /// What is going on.
    pub enum BackupProgressEnum: number { Backup = 0, Restore = 1, Transfer = 2 }
}

wire::wire_enum! {
    /// Where it stands; the spelling of the last is the contract's.
    pub enum DistributedTaskStatus: number { Created = 0, Running = 1, Completed = 2, Canceled = 3, Failted = 4 }
}

wire::wire_enum! {
    /// How often.
    pub enum BackupPeriod: number { EveryDay = 0, EveryWeek = 1, EveryMonth = 2 }
}
