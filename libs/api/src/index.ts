/** @module The HTTP API as one contract: what the coordinator serves, the CLI calls and the documentation describes. */
export {
  auditPartiesSchema,
  type ErasureRequest,
  type ErasureView,
  type Exported,
  erasureRequestSchema,
  erasureSchema,
  exportedSchema,
  type IssuedProof,
  issuedProofSchema,
  loggedSchema,
  type VerifiedLog,
  verifiedLogSchema,
} from './audit.ts';
export { ApiClient, type ApiTarget } from './client.ts';
export { type Credential, credentialSchema } from './credential.ts';
export {
  type ManifestInstalled,
  manifestInstalledSchema,
  manifestInstallSchema,
  manifestsSchema,
} from './manifests.ts';
export {
  type Evaluation,
  evaluationSchema,
  type ModelDetail,
  modelDetailSchema,
  modelSummarySchema,
} from './models.ts';
export {
  newOperatorSchema,
  type OperatorView,
  operatorNameSchema,
  operatorRequestSchema,
  operatorViewSchema,
} from './operators.ts';
export { problemSchema } from './problem.ts';
export { type QuarantinedView, quarantinedSchema, releaseSchema } from './quarantine.ts';
export { type Happening, parseRunEvent, type RunEvent, runEventSchema } from './run-events.ts';
export {
  type RoundView,
  type RunDetail,
  type RunStatus,
  type RunSummary,
  resumeRunSchema,
  roundViewSchema,
  runDetailSchema,
  runStartSchema,
  runSummarySchema,
} from './runs.ts';
export {
  type PublishedPolicyView,
  publishedPolicySchema,
  type SiteDetail,
  siteDetailSchema,
} from './site-policies.ts';
export {
  invitationRequestSchema,
  invitationSchema,
  revocationSchema,
  revokedSchema,
  type SiteView,
  siteNameSchema,
  siteViewSchema,
} from './sites.ts';
export { type StatusView, statusSchema } from './status.ts';
export { type SumRecord, sumRecordSchema } from './sums.ts';
