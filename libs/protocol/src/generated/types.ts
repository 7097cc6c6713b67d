// Generated from libs/protocol/proto by tools/protocol/generate.ts. Do not edit.
export interface Abort {
  readonly roundId: Uint8Array;
  readonly code: number;
  readonly detail: string;
  readonly sig: Uint8Array;
}

export interface AddCheckpoint {
  readonly body: Uint8Array;
}

export interface Advertise {
  readonly roundId: Uint8Array;
  readonly cPk: Uint8Array;
  readonly sPk: Uint8Array;
  readonly bCommit: Uint8Array;
  readonly sig: Uint8Array;
}

export interface AuditEvents {
  readonly entries: readonly Uint8Array[];
}

export interface AuditEventsTaken {
  readonly next: number;
}

export interface Certificate {
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

export interface CertificateBody {
  readonly serial: Uint8Array;
  readonly role: number;
  readonly name: string;
  readonly federationId: Uint8Array;
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly issuerKey: Uint8Array;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

export interface CertificateRequest {
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Chunk {
  readonly transfer: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

export interface ClientHello {
  readonly versionMin: number;
  readonly versionMax: number;
  readonly purpose: number;
  readonly federationId: Uint8Array;
  readonly ephemeralKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly timeMs: number;
}

export interface ClientProof {
  readonly certificate: Certificate | null;
  readonly signature: Uint8Array;
}

export interface CohortTerms {
  readonly profile: number;
  readonly corrupt: number;
  readonly dropout: number;
  readonly lambda: number;
  readonly unsafeSmallCohort: boolean;
  readonly minCohort: number;
  readonly maxCohort: number;
}

export interface ComeBack {
  readonly delayMinMs: number;
  readonly delayMaxMs: number;
  readonly reason: string;
}

export interface Consistency {
  readonly roundId: Uint8Array;
  readonly sig: Uint8Array;
}

export interface ConsistencySet {
  readonly roundId: Uint8Array;
  readonly sigs: readonly SigBy[];
}

export interface Credit {
  readonly transfer: number;
  readonly acked: number;
  readonly credits: number;
}

export interface DatasetSummary {
  readonly name: string;
  readonly kind: string;
}

export interface EncodingTerms {
  readonly bits: number;
  readonly length: number;
  readonly clipNorm: number;
  readonly clipValue: number;
  readonly exampleCap: number;
  readonly noiseReserve: number;
  readonly metrics: number;
}

export interface EngineReport {
  readonly requested: string;
  readonly selected: string;
  readonly version: string;
  readonly selfCheckMaxRelErr: number;
  readonly selfCheckPassed: boolean;
  readonly overrides: readonly string[];
  readonly rejected: string;
}

export interface EnrolmentBody {
  readonly name: string;
  readonly signingKey: Uint8Array;
  readonly sealingKey: Uint8Array;
  readonly hostLabel: string;
  readonly producerKey: Uint8Array;
  readonly witnessKey: Uint8Array;
  readonly logKey: Uint8Array;
}

export interface EnrolmentReply {
  readonly certificate: Certificate;
}

export interface EnrolmentRequest {
  readonly body: Uint8Array;
  readonly tokenSecret: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Error {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number;
  readonly detail: string;
}

export interface Evaluation {
  readonly examples: number;
  readonly lossSum: number;
  readonly confusion: readonly number[];
  readonly classes: number;
}

export interface EvaluationOffer {
  readonly ref: RoundRef;
  readonly planHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly layoutHash: Uint8Array;
  readonly deadlineMs: number;
  readonly signature: Uint8Array;
  readonly logged: OfferProof | null;
}

export interface EvaluationReport {
  readonly ref: RoundRef;
  readonly modelHash: Uint8Array;
  readonly evaluation: Evaluation;
  readonly signature: Uint8Array;
}

export interface Failure {
  readonly ref: RoundRef;
  readonly code: string;
  readonly reason: string;
}

export interface FederationManifest {
  readonly federationId: Uint8Array;
  readonly federationName: string;
  readonly epoch: number;
  readonly previousHash: Uint8Array;
  readonly timeMs: number;
  readonly organisations: readonly Organisation[];
  readonly signaturesMin: number;
  readonly coordinatorKeys: readonly Uint8Array[];
  readonly cohortMin: number;
  readonly groupMin: number;
  readonly corruptPerMilleMax: number;
  readonly dropoutPerMilleMax: number;
  readonly modelHashes: readonly Uint8Array[];
  readonly revoked: readonly Uint8Array[];
  readonly witnesses: readonly string[];
}

export interface HandshakeRefusal {
  readonly code: string;
  readonly message: string;
  readonly timeMs: number;
}

export interface Heartbeat {
  readonly timeMs: number;
}

export interface Leaf {
  readonly index: number;
  readonly siteId: Uint8Array;
  readonly certHash: Uint8Array;
  readonly cPk: Uint8Array;
  readonly sPk: Uint8Array;
  readonly bCommit: Uint8Array;
  readonly sig: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly cert: Certificate | null;
}

export interface LogFile {
  readonly size: number;
  readonly data: Uint8Array;
}

export interface LogFileRequest {
  readonly path: string;
  readonly offset: number;
}

export interface LogHead {
  readonly note: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly policy: Uint8Array;
  readonly witnesses: readonly Certificate[];
}

export interface LogHeadRequest {
  readonly size: number;
}

export interface LogTrust {
  readonly policy: Uint8Array;
  readonly witnesses: readonly Certificate[];
}

export interface LogTrustRequest {

}

export interface ManifestHead {
  readonly epoch: number;
  readonly hash: Uint8Array;
}

export interface ManifestSignature {
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Manifests {
  readonly manifests: readonly SignedManifest[];
}

export interface ManifestsRequest {
  readonly after: number;
}

export interface Masked {
  readonly roundId: Uint8Array;
  readonly size: number;
  readonly sha256: Uint8Array;
  readonly sig: Uint8Array;
}

export interface Offer {
  readonly ref: RoundRef;
  readonly planHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly layoutHash: Uint8Array;
  readonly codec: string;
  readonly deadlineMs: number;
  readonly cohortSize: number;
  readonly quorum: number;
  readonly signature: Uint8Array;
  readonly logged: OfferProof | null;
  readonly secure: RoundOffer | null;
}

export interface OfferAnswer {
  readonly accepted: boolean;
  readonly code: string;
  readonly reason: string;
}

export interface OfferProof {
  readonly entry: Uint8Array;
  readonly proof: Uint8Array;
  readonly cohortIndex: number;
  readonly cohortPath: readonly Uint8Array[];
}

export interface Ok {

}

export interface Organisation {
  readonly name: string;
  readonly key: Uint8Array;
  readonly sitesMax: number;
  readonly formerKey: Uint8Array;
}

export interface Outcome {
  readonly ref: RoundRef;
  readonly outcome: string;
  readonly code: string;
  readonly reason: string;
  readonly updateHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Progress {
  readonly ref: RoundRef;
  readonly phase: string;
  readonly fraction: number;
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly etaMs: number;
}

export interface PublishedPolicy {
  readonly document: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Pull {
  readonly sha256: Uint8Array;
  readonly offset: number;
  readonly transfer: number;
  readonly credits: number;
}

export interface PullReady {
  readonly size: number;
}

export interface PushReady {
  readonly transfer: number;
  readonly offset: number;
  readonly credits: number;
}

export interface Received {
  readonly ref: RoundRef;
  readonly updateHash: Uint8Array;
}

export interface Register {
  readonly agentVersion: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly engine: EngineReport | null;
  readonly datasets: readonly DatasetSummary[];
  readonly policyVersion: number;
  readonly policyHash: Uint8Array;
  readonly policy: PublishedPolicy | null;
}

export interface Registered {
  readonly heartbeatMs: number;
  readonly timeMs: number;
  readonly standing: Standing | null;
  readonly logPolicy: Uint8Array;
  readonly nextEvent: number;
  readonly witnessKey: Uint8Array;
  readonly manifest: ManifestHead;
  readonly logWitnesses: readonly Certificate[];
}

export interface RenewalReply {
  readonly certificate: Certificate;
}

export interface RenewalRequest {

}

export interface Report {
  readonly ref: RoundRef;
  readonly planHash: Uint8Array;
  readonly modelHash: Uint8Array;
  readonly layoutHash: Uint8Array;
  readonly updateHash: Uint8Array;
  readonly size: number;
  readonly weight: number;
  readonly codec: string;
  readonly figures: TrainingFigures | null;
  readonly engine: EngineReport | null;
  readonly signature: Uint8Array;
  readonly masked: Masked | null;
}

export interface Roster {
  readonly roundId: Uint8Array;
  readonly n: number;
  readonly root: Uint8Array;
  readonly self: Leaf;
  readonly neighbours: readonly Leaf[];
  readonly k: number;
  readonly t: number;
}

export interface RoundOffer {
  readonly federationId: Uint8Array;
  readonly manifestHash: Uint8Array;
  readonly taskId: Uint8Array;
  readonly round: number;
  readonly attempt: number;
  readonly modelHash: Uint8Array;
  readonly cohort: CohortTerms;
  readonly encoding: EncodingTerms;
  readonly dp: Uint8Array;
  readonly nonce: Uint8Array;
  readonly schedule: SecureSchedule;
  readonly sig: Uint8Array;
}

export interface RoundRef {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}

export interface SecureSchedule {
  readonly keysMs: number;
  readonly sharesMs: number;
  readonly maskedMs: number;
  readonly signaturesMs: number;
  readonly unmaskMs: number;
}

export interface ServerHello {
  readonly version: number;
  readonly ephemeralKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly timeMs: number;
  readonly certificate: Certificate;
  readonly signature: Uint8Array;
}

export interface Share {
  readonly owner: number;
  readonly x: number;
  readonly v: Uint8Array;
}

export interface ShareCt {
  readonly to: number;
  readonly box: Uint8Array;
}

export interface ShareFrom {
  readonly from: number;
  readonly box: Uint8Array;
}

export interface ShareRelay {
  readonly roundId: Uint8Array;
  readonly u2: Uint8Array;
  readonly ct: readonly ShareFrom[];
}

export interface Shares {
  readonly roundId: Uint8Array;
  readonly ct: readonly ShareCt[];
}

export interface SigBy {
  readonly index: number;
  readonly sig: Uint8Array;
}

export interface SignedManifest {
  readonly manifest: Uint8Array;
  readonly signatures: readonly ManifestSignature[];
}

export interface Standing {
  readonly code: string;
  readonly reason: string;
}

export interface Survivors {
  readonly roundId: Uint8Array;
  readonly u3: Uint8Array;
}

export interface TrainingFigures {
  readonly examples: number;
  readonly steps: number;
  readonly lossFirst: number;
  readonly lossLast: number;
  readonly trainMs: number;
  readonly updateNorm: number;
}

export interface TransferEnd {
  readonly transfer: number;
  readonly error: Error;
}

export interface Unmask {
  readonly roundId: Uint8Array;
  readonly b: readonly Share[];
  readonly sk: readonly Share[];
}

export interface WitnessAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface EnvelopeBodies {
  readonly ok: Ok;
  readonly error: Error;
  readonly heartbeat: Heartbeat;
  readonly comeBack: ComeBack;
  readonly enrolmentRequest: EnrolmentRequest;
  readonly enrolmentReply: EnrolmentReply;
  readonly register: Register;
  readonly registered: Registered;
  readonly renewalRequest: RenewalRequest;
  readonly renewalReply: RenewalReply;
  readonly manifestHead: ManifestHead;
  readonly manifestsRequest: ManifestsRequest;
  readonly manifests: Manifests;
  readonly offer: Offer;
  readonly offerAnswer: OfferAnswer;
  readonly progress: Progress;
  readonly report: Report;
  readonly received: Received;
  readonly outcome: Outcome;
  readonly evaluationOffer: EvaluationOffer;
  readonly evaluationReport: EvaluationReport;
  readonly failure: Failure;
  readonly standing: Standing;
  readonly auditEvents: AuditEvents;
  readonly auditEventsTaken: AuditEventsTaken;
  readonly addCheckpoint: AddCheckpoint;
  readonly witnessAnswer: WitnessAnswer;
  readonly logHeadRequest: LogHeadRequest;
  readonly logHead: LogHead;
  readonly logFileRequest: LogFileRequest;
  readonly logFile: LogFile;
  readonly logTrustRequest: LogTrustRequest;
  readonly logTrust: LogTrust;
  readonly pull: Pull;
  readonly pullReady: PullReady;
  readonly pushReady: PushReady;
  readonly chunk: Chunk;
  readonly credit: Credit;
  readonly transferEnd: TransferEnd;
  readonly roundOffer: RoundOffer;
  readonly advertise: Advertise;
  readonly roster: Roster;
  readonly shares: Shares;
  readonly shareRelay: ShareRelay;
  readonly masked: Masked;
  readonly survivors: Survivors;
  readonly consistency: Consistency;
  readonly consistencySet: ConsistencySet;
  readonly unmask: Unmask;
  readonly abort: Abort;
}

export interface HandshakeBodies {
  readonly clientHello: ClientHello;
  readonly serverHello: ServerHello;
  readonly refusal: HandshakeRefusal;
}

/** Every message without a union, by name. */
export interface Messages {
  readonly Abort: Abort;
  readonly AddCheckpoint: AddCheckpoint;
  readonly Advertise: Advertise;
  readonly AuditEvents: AuditEvents;
  readonly AuditEventsTaken: AuditEventsTaken;
  readonly Certificate: Certificate;
  readonly CertificateBody: CertificateBody;
  readonly CertificateRequest: CertificateRequest;
  readonly Chunk: Chunk;
  readonly ClientHello: ClientHello;
  readonly ClientProof: ClientProof;
  readonly CohortTerms: CohortTerms;
  readonly ComeBack: ComeBack;
  readonly Consistency: Consistency;
  readonly ConsistencySet: ConsistencySet;
  readonly Credit: Credit;
  readonly DatasetSummary: DatasetSummary;
  readonly EncodingTerms: EncodingTerms;
  readonly EngineReport: EngineReport;
  readonly EnrolmentBody: EnrolmentBody;
  readonly EnrolmentReply: EnrolmentReply;
  readonly EnrolmentRequest: EnrolmentRequest;
  readonly Error: Error;
  readonly Evaluation: Evaluation;
  readonly EvaluationOffer: EvaluationOffer;
  readonly EvaluationReport: EvaluationReport;
  readonly Failure: Failure;
  readonly FederationManifest: FederationManifest;
  readonly HandshakeRefusal: HandshakeRefusal;
  readonly Heartbeat: Heartbeat;
  readonly Leaf: Leaf;
  readonly LogFile: LogFile;
  readonly LogFileRequest: LogFileRequest;
  readonly LogHead: LogHead;
  readonly LogHeadRequest: LogHeadRequest;
  readonly LogTrust: LogTrust;
  readonly LogTrustRequest: LogTrustRequest;
  readonly ManifestHead: ManifestHead;
  readonly ManifestSignature: ManifestSignature;
  readonly Manifests: Manifests;
  readonly ManifestsRequest: ManifestsRequest;
  readonly Masked: Masked;
  readonly Offer: Offer;
  readonly OfferAnswer: OfferAnswer;
  readonly OfferProof: OfferProof;
  readonly Ok: Ok;
  readonly Organisation: Organisation;
  readonly Outcome: Outcome;
  readonly Progress: Progress;
  readonly PublishedPolicy: PublishedPolicy;
  readonly Pull: Pull;
  readonly PullReady: PullReady;
  readonly PushReady: PushReady;
  readonly Received: Received;
  readonly Register: Register;
  readonly Registered: Registered;
  readonly RenewalReply: RenewalReply;
  readonly RenewalRequest: RenewalRequest;
  readonly Report: Report;
  readonly Roster: Roster;
  readonly RoundOffer: RoundOffer;
  readonly RoundRef: RoundRef;
  readonly SecureSchedule: SecureSchedule;
  readonly ServerHello: ServerHello;
  readonly Share: Share;
  readonly ShareCt: ShareCt;
  readonly ShareFrom: ShareFrom;
  readonly ShareRelay: ShareRelay;
  readonly Shares: Shares;
  readonly SigBy: SigBy;
  readonly SignedManifest: SignedManifest;
  readonly Standing: Standing;
  readonly Survivors: Survivors;
  readonly TrainingFigures: TrainingFigures;
  readonly TransferEnd: TransferEnd;
  readonly Unmask: Unmask;
  readonly WitnessAnswer: WitnessAnswer;
}
