// Codes of KMS 2016-01-20, and those of the gateway in front of every product.
import type { ErrorRow } from "./error-row.ts";

export const KMS_ERRORS = {
  InternalFailure: {
    status: 500,
    message: "The request processing has failed due to some unknown error.",
  },
  ServiceUnavailableTemporary: {
    status: 503,
    message: "The service is unavailable. Please try again later.",
  },
  MissingParameter: { status: 400, message: "A required parameter is missing." },
  InvalidParameter: { status: 400, message: "The specified parameter is not valid." },
  ParseRequestParameterException: { status: 400, message: "The request cannot be parsed." },
  RequestTooLarge: {
    status: 413,
    message: "The request is too large.",
    note: "ours: upstream documents no code",
  },
  IllegalTimestamp: { status: 400, message: "The specified timestamp is missing or not valid." },
  IncompleteSignature: {
    status: 400,
    message: "The request signature does not conform to the standards.",
  },
  SignatureDoesNotMatch: {
    status: 400,
    message: "Specified signature is not matched with our calculation.",
  },
  SignatureNonceUsed: { status: 400, message: "Specified signature nonce was used already." },
  "InvalidTimeStamp.Format": {
    status: 400,
    message: "Specified time stamp or date value is not well formatted.",
  },
  "InvalidTimeStamp.Expired": {
    status: 400,
    message: "Specified time stamp or date value is expired.",
  },
  MissingAccessKeyId: { status: 400, message: "AccessKeyId is mandatory for this action." },
  MissingSignature: { status: 400, message: "Signature is mandatory for this action." },
  MissingSignatureNonce: { status: 400, message: "SignatureNonce is mandatory for this action." },
  MissingTimestamp: { status: 400, message: "Timestamp is mandatory for this action." },
  InvalidVersion: { status: 400, message: "Specified parameter Version is not valid." },
  "InvalidAction.NotFound": {
    status: 404,
    message: "Specified api is not found, please check your url and method.",
  },
  "InvalidAccessKeyId.NotFound": { status: 404, message: "Specified access key is not found." },
  "InvalidAccessKeyId.Inactive": { status: 400, message: "Specified access key is disabled." },
  "InvalidSecurityToken.Expired": { status: 400, message: "Specified SecurityToken is expired." },
  "InvalidSecurityToken.Malformed": {
    status: 400,
    message: "Specified SecurityToken is malformed.",
  },
  "InvalidSecurityToken.MismatchWithAccessKey": {
    status: 400,
    message: "Specified SecurityToken mismatch with the AccessKey.",
  },
  UnsupportedHTTPMethod: { status: 403, message: "This HTTP method is not supported." },
  NotFound: {
    status: 404,
    message: "There is nothing at this path.",
    note: "ours: other paths than the endpoint",
  },
  "Rejected.Throttling": { status: 429, message: "QPS Limit Exceeded" },
  "Rejected.LimitExceeded": { status: 400, message: "The quota is exceeded." },
  "Rejected.ShareQuotaExceedLimit": {
    status: 400,
    message: "The sharing quota of the instance is exceeded.",
  },
  UnsupportedOperation: { status: 400, message: "This action is not supported." },
  "Rejected.UnsupportedOperation": {
    status: 400,
    message: "This operation is not supported for the resource.",
  },
  "Rejected.InvalidRequest": {
    status: 400,
    message: "The parameters contradict each other or the resource.",
  },
  AliasAlreadyExists: { status: 400, message: "The alias already exists." },
  "Unsupported.Origin": {
    status: 400,
    message: "The origin of the key does not fit this operation.",
  },
  "Unsupported.Alias": { status: 400, message: "An alias is not supported here." },
  "Unsupported.ProtectionLevel": { status: 400, message: "The protection level is not supported." },
  InvalidKeyMaterial: { status: 400, message: "The key material is not valid." },
  InvalidImportToken: { status: 400, message: "The import token is not valid." },
  ExpiredImportToken: { status: 400, message: "The import token is expired." },
  "Forbidden.KeyPolicyUnSupported": {
    status: 400,
    message: "The resource does not support a policy.",
  },
  "InvalidParameter.TagKey": { status: 400, message: "The tag key is not valid." },
  "InvalidParameter.TagValue": { status: 400, message: "The tag value is not valid." },
  "Duplicate.TagKey": { status: 400, message: "The tag keys contain duplicates." },
  CreateLXOrderFailed: {
    status: 400,
    message: "The order cannot be created.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.NoRealNameAuthentication": {
    status: 400,
    message: "The account has no real-name authentication.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.Opened": { status: 400, message: "The service is already opened." },
  DryRunOperationError: {
    status: 400,
    message: "The request would have succeeded, but DryRun is set.",
    note: "status: not documented",
  },
  ValidationError: {
    status: 400,
    message: "The request has invalid parameters, and DryRun is set.",
    note: "status: not documented",
  },
  AccessDeniedError: {
    status: 403,
    message: "The caller has no permission, and DryRun is set.",
    note: "status: not documented",
  },
  "Forbidden.NoPermission": {
    status: 403,
    message: "This operation is forbidden by permission system.",
  },
  "Forbidden.AccessKey": { status: 403, message: "The specified access key is forbidden." },
  "Forbidden.ProhibitedByRiskControl": {
    status: 403,
    message: "The request is prohibited by risk control.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.InDebt": {
    status: 403,
    message: "The account has an overdue payment.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.InDebtOverdue": {
    status: 403,
    message: "The overdue payment of the account has passed its deadline.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.UbsmsInvalidUserid": {
    status: 403,
    message: "The account is not known to the business service.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.UbsmsInvalidBid": {
    status: 403,
    message: "The business of the account is not valid.",
    note: "never answered here: state of a cloud account",
  },
  "Forbidden.KmsServiceNotEnabled": { status: 403, message: "The KMS service is not enabled." },
  "Forbidden.DKMSInstanceNotFound": {
    status: 403,
    message: "The specified KMS instance is not found.",
  },
  "Forbidden.DKMSInstanceStateInvalid": {
    status: 403,
    message: "The state of the KMS instance does not allow this.",
  },
  "Forbidden.KeyNotFound": { status: 404, message: "The specified Key is not found." },
  "Forbidden.KeyVersionNotFound": {
    status: 404,
    message: "The specified key version is not found.",
  },
  "Forbidden.AliasNotFound": { status: 404, message: "The specified Alias is not found." },
  "Forbidden.ResourceNotFound": { status: 404, message: "Resource not found." },
  "InvalidResourceId.NotFound": { status: 404, message: "The specified resource is not found." },
  "Rejected.Enabled": {
    status: 409,
    message: "The request was rejected because the key state is Enabled.",
  },
  "Rejected.Disabled": {
    status: 409,
    message: "The request was rejected because the key state is Disabled.",
  },
  "Rejected.PendingDeletion": {
    status: 409,
    message: "The request was rejected because the key state is PendingDeletion.",
  },
  "Rejected.PendingImport": {
    status: 409,
    message: "The request was rejected because the key state is PendingImport.",
  },
  "Rejected.Unavailable": {
    status: 409,
    message: "The request was rejected because the key is unavailable.",
  },
  "Rejected.StateModifiedFailed": {
    status: 409,
    message: "The key state does not allow this change.",
  },
  "Rejected.ResourceExist": { status: 409, message: "The resource already exists." },
  "Rejected.ResourceInDeleteWindow": {
    status: 409,
    message: "The resource is waiting for deletion.",
  },
  "Rejected.ResourceInUse": { status: 409, message: "The resource is in use." },
} as const satisfies Record<string, ErrorRow>;
