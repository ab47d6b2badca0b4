//! What needs a billing service: refused, for there is none.

use wire::{Body, Envelope, Error, Nothing, Routes, routes};

use super::shapes::{
    AiPricesResponse, Balance, ChangeWalletServiceStateRequestDto, CreditAiBalanceRequestDto,
    CustomerInfoDto, CustomerOperationsReportRequestDto, DocumentBuilderTaskDto,
    OperationOrderType, OperationStatus, OperationType, PaymentCalculation, PaymentUrlRequestDto,
    QuantityRequestDto, ReportDto, RestrictedModelsResponse, ServicePayment,
    SetRestrictedAiModelsRequestDto, TenantWalletServiceSettings, TenantWalletSettingsWrapper,
    TopUpDepositRequestDto, WalletQuantityRequestDto, WalletSettings,
};
use crate::caller::Caller;
use crate::portals::Portals;

const BILLING: &str = "Tariff service is not configured";
const MODELS: &str = "Tariff service or AI gateway is not configured";

/// Administrators learn why, others that it is not theirs.
fn refuse(caller: &Caller, why: &str) -> wire::Result<Nothing> {
    caller.require_admin()?;
    Err(Error::invalid_operation(why))
}

macro_rules! refused {
    ($($name:ident: $verb:ident $path:literal, $id:literal ($($params:tt)*) $($body:ident)? => $answer:ty, $why:ident, $doc:literal;)*) => {
        $(refused!(@one $name: $verb $path, $id ($($params)*) $($body)? => $answer, $why, $doc);)*

        pub(super) fn routes() -> Routes<Portals> {
            Routes::new()$(.routes(routes!($name)))*
        }
    };
    (@one $name:ident: $verb:ident $path:literal, $id:literal ($($params:tt)*) $body:ident => $answer:ty, $why:ident, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path($verb, path = $path, operation_id = $id, tag = "Portal / Payment", params($($params)*),
            request_body = $body, responses((status = 200, body = Envelope<$answer>)))]
        async fn $name(caller: Caller, _: Body<$body>) -> wire::Result<Nothing> {
            refuse(&caller, $why)
        }
    };
    (@one $name:ident: $verb:ident $path:literal, $id:literal ($($params:tt)*) => $answer:ty, $why:ident, $doc:literal) => {
        #[doc = $doc]
        #[utoipa::path($verb, path = $path, operation_id = $id, tag = "Portal / Payment", params($($params)*),
            responses((status = 200, body = Envelope<$answer>)))]
        async fn $name(caller: Caller) -> wire::Result<Nothing> {
            refuse(&caller, $why)
        }
    };
}

refused! {
    get_payment_url: put "/api/2.0/portal/payment/url", "getPaymentUrl" () PaymentUrlRequestDto
        => String, BILLING, "Where to pay.";
    update_payment: put "/api/2.0/portal/payment/update", "updatePayment" () QuantityRequestDto
        => bool, BILLING, "Changes what is paid for.";
    update_wallet: put "/api/2.0/portal/payment/updatewallet", "updateWalletPayment" () WalletQuantityRequestDto
        => bool, BILLING, "Changes what the wallet pays for.";
    calculate_wallet: put "/api/2.0/portal/payment/calculatewallet", "calculateWalletPayment" () WalletQuantityRequestDto
        => PaymentCalculation, BILLING, "What that would cost.";
    get_account: get "/api/2.0/portal/payment/account", "getPaymentAccount"
        (("backUrl" = Option<String>, Query, max_length = 255))
        => String, BILLING, "Where the account is managed.";
    get_checkout: get "/api/2.0/portal/payment/checkoutsetupurl", "getCheckoutSetupUrl"
        (("BackUrl" = String, Query, max_length = 255), ("SuccessUrl" = String, Query, max_length = 255))
        => String, BILLING, "Where a way to pay is set up.";
    get_customer: get "/api/2.0/portal/payment/customerinfo", "getCustomerInfo"
        (("refresh" = Option<bool>, Query))
        => CustomerInfoDto, BILLING, "Who pays.";
    top_up: post "/api/2.0/portal/payment/deposit", "topUpDeposit" () TopUpDepositRequestDto
        => bool, BILLING, "Adds money to the wallet.";
    get_balance: get "/api/2.0/portal/payment/customer/balance", "getCustomerBalance"
        (("refresh" = Option<bool>, Query))
        => Balance, BILLING, "Money in the wallet.";
    get_ai_balance: get "/api/2.0/portal/payment/customer/aibalance", "getCustomerAiBalance"
        (("refresh" = Option<bool>, Query))
        => Balance, BILLING, "Money for models.";
    get_operations: get "/api/2.0/portal/payment/customer/operations", "getCustomerOperations"
        (("offset" = Option<i32>, Query), ("limit" = Option<i32>, Query), ("ServiceName" = Option<String>, Query),
         ("StartDate" = Option<String>, Query, format = DateTime), ("EndDate" = Option<String>, Query, format = DateTime),
         ("ParticipantName" = Option<String>, Query), ("Credit" = Option<bool>, Query),
         ("Debit" = Option<bool>, Query), ("Type" = Option<OperationType>, Query),
         ("Status" = Option<OperationStatus>, Query), ("OrderBy" = Option<String>, Query),
         ("OrderType" = Option<OperationOrderType>, Query))
        => ReportDto, BILLING, "Money that came and went.";
    end_report: delete "/api/2.0/portal/payment/customer/operationsreport", "terminateCustomerOperationsReport" ()
        => Nothing, BILLING, "Ends the report on operations.";
    get_report: get "/api/2.0/portal/payment/customer/operationsreport", "getCustomerOperationsReport" ()
        => DocumentBuilderTaskDto, BILLING, "How the report on operations fares.";
    make_report: post "/api/2.0/portal/payment/customer/operationsreport", "createCustomerOperationsReport" ()
        CustomerOperationsReportRequestDto
        => DocumentBuilderTaskDto, BILLING, "Writes a report on operations.";
    set_top_up: post "/api/2.0/portal/payment/topupsettings", "setTenantWalletSettings" () TenantWalletSettingsWrapper
        => WalletSettings, BILLING, "When money is added by itself.";
    get_services: get "/api/2.0/portal/payment/servicessettings", "getTenantWalletServiceSettings" ()
        => TenantWalletServiceSettings, BILLING, "Services that are on.";
    set_service: post "/api/2.0/portal/payment/servicestate", "changeTenantWalletServiceState" ()
        ChangeWalletServiceStateRequestDto
        => TenantWalletServiceSettings, BILLING, "Switches a service.";
    credit_ai: post "/api/2.0/portal/payment/creditaibalance", "creditAiBalance" () CreditAiBalanceRequestDto
        => ServicePayment, BILLING, "Adds money for models.";
    get_ai_prices: get "/api/2.0/portal/payment/ai-prices", "getAiPrices" ()
        => AiPricesResponse, MODELS, "What models cost.";
    get_restricted: get "/api/2.0/portal/payment/ai-model/restrictions", "getRestrictedAiModels" ()
        => RestrictedModelsResponse, MODELS, "Models nobody may use.";
    set_restricted: put "/api/2.0/portal/payment/ai-model/restrictions", "setRestrictedAiModels" ()
        SetRestrictedAiModelsRequestDto
        => RestrictedModelsResponse, MODELS, "Says which models nobody may use.";
}
