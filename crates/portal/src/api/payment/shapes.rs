//! What a billing service takes and gives, for the interface's description.
#![expect(
    dead_code,
    reason = "described to clients; without a billing service nobody reads or makes them"
)]

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::{Ref, RefOr, Schema};
use uuid::Uuid;
use wire::{ApiDate, UtcDate, Validate};

macro_rules! requests {
    ($($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", default)]
        $(#[$meta])*
        pub(super) struct $name { $($(#[$note])* $field: $type,)* }

        impl Validate for $name {}
    )*};
}

macro_rules! answers {
    ($($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(ToSchema)]
        #[schema(rename_all = "camelCase")]
        $(#[$meta])*
        pub(super) struct $name { $($(#[$note])* $field: $type,)* }
    )*};
}

/// A person, as `people` describes him: a crate above this one.
fn person() -> RefOr<Schema> {
    Ref::from_schema_name("EmployeeDto").into()
}

requests! {
    /// Quantities by product, and where to go afterwards.
    PaymentUrlRequestDto {
        back_url: String,
        success_url: String,
        quantity: HashMap<String, i32>,
    }
    /// Quantities by product.
    QuantityRequestDto {
        quantity: HashMap<String, i32>,
    }
    /// Quantities by product, and what they mean.
    WalletQuantityRequestDto {
        quantity: HashMap<String, i32>,
        product_quantity_type: ProductQuantityType,
    }
    /// Money for the wallet.
    TopUpDepositRequestDto {
        amount: i32,
        currency: Option<String>,
    }
    /// Money for models.
    CreditAiBalanceRequestDto {
        amount: f64,
        currency: Option<String>,
    }
    /// A service to switch.
    ChangeWalletServiceStateRequestDto {
        service: TenantWalletService,
        enabled: bool,
    }
    /// What a report tells.
    CustomerOperationsReportRequestDto {
        service_name: Option<String>,
        #[schema(value_type = Option<String>, format = DateTime)]
        start_date: Option<ApiDate>,
        #[schema(value_type = Option<String>, format = DateTime)]
        end_date: Option<ApiDate>,
        participant_name: Option<String>,
        credit: Option<bool>,
        debit: Option<bool>,
        r#type: OperationType,
        status: OperationStatus,
        order_by: Option<String>,
        order_type: OperationOrderType,
    }
    /// Models nobody may use.
    SetRestrictedAiModelsRequestDto {
        models: Vec<String>,
    }
    /// When money is added by itself.
    TenantWalletSettingsWrapper {
        settings: WalletSettings,
    }
    /// When money is added by itself.
    #[schema(as = TenantWalletSettings)]
    WalletSettings {
        enabled: bool,
        min_balance: i32,
        up_to_balance: i32,
        currency: Option<String>,
        last_modified: Option<UtcDate>,
    }
}

answers! {
    /// A price.
    PaymentCalculation {
        operation_id: i64,
        amount: f64,
        currency: Option<String>,
        quantity: i32,
    }
    /// A payment.
    ServicePayment {
        operation_id: i32,
        amount: f64,
        currency: Option<String>,
        quantity: i32,
        subscription_id: Option<i32>,
        start_date: Option<UtcDate>,
        end_date: Option<UtcDate>,
    }
    /// Who pays.
    CustomerInfoDto {
        portal_id: Option<String>,
        payment_method_status: PaymentMethodStatus,
        email: Option<String>,
        #[schema(schema_with = person)]
        payer: Uuid,
    }
    /// Money there is.
    Balance {
        account_number: i32,
        sub_account_number: i32,
        account_name: Option<String>,
        account_currency: Option<String>,
        sub_accounts: Vec<SubAccount>,
        last_credit: TransactionInfo,
    }
    /// Money of a currency.
    SubAccount {
        currency: Option<String>,
        amount: f64,
    }
    /// Money that came.
    TransactionInfo {
        date: UtcDate,
        currency: Option<String>,
        amount: f64,
    }
    /// A page of operations.
    ReportDto {
        collection: Vec<OperationDto>,
        offset: i32,
        limit: i32,
        total_quantity: i32,
        total_page: i32,
        current_page: i32,
    }
    /// Money that came or went.
    OperationDto {
        date: ApiDate,
        service: Option<String>,
        description: Option<String>,
        details: Option<String>,
        service_unit: Option<String>,
        quantity: i32,
        currency: Option<String>,
        credit: f64,
        debit: f64,
        participant_name: Option<String>,
        participant_display_name: Option<String>,
        agent_id: Option<String>,
        agent_title: Option<String>,
        r#type: OperationType,
    }
    /// Services that are on.
    TenantWalletServiceSettings {
        enabled_services: Vec<TenantWalletService>,
        last_modified: UtcDate,
    }
    /// A report being written.
    DocumentBuilderTaskDto {
        id: Option<String>,
        error: Option<String>,
        percentage: i32,
        is_completed: bool,
        status: DistributedTaskStatus,
        result_file_id: wire::Anything,
        result_file_name: Option<String>,
        result_file_url: Option<String>,
    }
    /// What models cost.
    AiPricesResponse {
        chat: Vec<AiChatModelPricing>,
        embedding: Vec<AiEmbeddingModelPricing>,
        web_search: AiWebSearchPricing,
        currency: CurrencyInfo,
    }
    /// What a chat model costs.
    AiChatModelPricing {
        id: Option<String>,
        alias: Option<String>,
        owned_by: Option<String>,
        provider: Option<String>,
        price: AiChatPrice,
    }
    /// What a million tokens cost.
    AiChatPrice {
        prompt: f64,
        completion: f64,
    }
    /// What an embedding model costs.
    AiEmbeddingModelPricing {
        id: Option<String>,
        alias: Option<String>,
        owned_by: Option<String>,
        provider: Option<String>,
        price: AiEmbeddingPrice,
    }
    /// What a million tokens cost.
    AiEmbeddingPrice {
        prompt: f64,
    }
    /// What a search costs.
    AiWebSearchPricing {
        provider: Option<String>,
        search: f64,
        contents: f64,
    }
    /// A currency.
    CurrencyInfo {
        code: Option<String>,
        symbol: Option<String>,
    }
    /// Models nobody may use.
    RestrictedModelsResponse {
        models: Vec<String>,
    }
}

wire::wire_enum! {
    /// What a quantity means.
    #[derive(Default)]
    pub(super) enum ProductQuantityType: number {
        #[default]
        Set = 0,
        Add = 1,
        Sub = 2,
        Renew = 3,
    }
}

wire::wire_enum! {
    /// Services for the wallet's money.
    #[derive(Default)]
    pub(super) enum TenantWalletService: number {
        AITools = -13,
        Backup = -12,
        #[default]
        Storage = -11,
    }
}

wire::wire_enum! {
    /// What money was for.
    #[derive(Default)]
    pub(super) enum OperationType: number {
        #[default]
        Unknown = 0,
        ServicePayment = 1,
        PackagePayment = 2,
        AiServicePayment = 3,
        Deposit = 4,
        ReceiveProviderInvoice = 5,
        ProcessProviderInvoice = 6,
        WriteOffServiceProfit = 7,
        Profit = 8,
        PartnerAccrual = 9,
        ProviderPayment = 10,
        PartnerPayment = 11,
        Refund = 12,
        BankDeposit = 13,
        BankWithdrawal = 14,
        GoodwillCredit = 15,
        WriteOffProfit = 16,
        WriteOffDifferenceCurrency = 17,
        AiDebit = 18,
        AiCredit = 19,
    }
}

wire::wire_enum! {
    /// How an operation fares.
    #[derive(Default)]
    pub(super) enum OperationStatus: number {
        #[default]
        Pending = 0,
        Completed = 1,
        Rejected = 2,
        Canceled = 3,
    }
}

wire::wire_enum! {
    /// Direction of a list.
    #[derive(Default)]
    pub(super) enum OperationOrderType: number {
        #[default]
        Descending = 0,
        Ascending = 1,
    }
}

wire::wire_enum! {
    /// Whether somebody can pay.
    pub(super) enum PaymentMethodStatus: number { None = 0, Set = 1, Expired = 2 }
}

wire::wire_enum! {
    /// How background work fares.
    pub(super) enum DistributedTaskStatus: number {
        Created = 0,
        Running = 1,
        Completed = 2,
        Canceled = 3,
        Failted = 4,
    }
}
