// Generated from libs/protocol/proto by tools/protocol/generate.ts. Do not edit.
export interface AddCheckpoint {
  readonly body: Uint8Array;
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

export interface ComeBack {
  readonly delayMinMs: number;
  readonly delayMaxMs: number;
  readonly reason: string;
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
  readonly federationId: Uint8Array;
  readonly federationName: string;
  readonly coordinator: Certificate;
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

export interface HandshakeRefusal {
  readonly code: string;
  readonly message: string;
  readonly timeMs: number;
}

export interface Heartbeat {
  readonly timeMs: number;
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
}

export interface LogHeadRequest {
  readonly size: number;
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
}

export interface RoundRef {
  readonly run: string;
  readonly round: number;
  readonly attempt: number;
}

export interface ServerHello {
  readonly version: number;
  readonly ephemeralKey: Uint8Array;
  readonly nonce: Uint8Array;
  readonly timeMs: number;
  readonly certificate: Certificate;
  readonly signature: Uint8Array;
}

export interface Standing {
  readonly code: string;
  readonly reason: string;
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
  readonly pull: Pull;
  readonly pullReady: PullReady;
  readonly pushReady: PushReady;
  readonly chunk: Chunk;
  readonly credit: Credit;
  readonly transferEnd: TransferEnd;
}

export interface HandshakeBodies {
  readonly clientHello: ClientHello;
  readonly serverHello: ServerHello;
  readonly refusal: HandshakeRefusal;
}

/** Every message without a union, by name. */
export interface Messages {
  readonly AddCheckpoint: AddCheckpoint;
  readonly AuditEvents: AuditEvents;
  readonly AuditEventsTaken: AuditEventsTaken;
  readonly Certificate: Certificate;
  readonly CertificateBody: CertificateBody;
  readonly Chunk: Chunk;
  readonly ClientHello: ClientHello;
  readonly ClientProof: ClientProof;
  readonly ComeBack: ComeBack;
  readonly Credit: Credit;
  readonly DatasetSummary: DatasetSummary;
  readonly EngineReport: EngineReport;
  readonly EnrolmentBody: EnrolmentBody;
  readonly EnrolmentReply: EnrolmentReply;
  readonly EnrolmentRequest: EnrolmentRequest;
  readonly Error: Error;
  readonly Evaluation: Evaluation;
  readonly EvaluationOffer: EvaluationOffer;
  readonly EvaluationReport: EvaluationReport;
  readonly Failure: Failure;
  readonly HandshakeRefusal: HandshakeRefusal;
  readonly Heartbeat: Heartbeat;
  readonly LogFile: LogFile;
  readonly LogFileRequest: LogFileRequest;
  readonly LogHead: LogHead;
  readonly LogHeadRequest: LogHeadRequest;
  readonly Offer: Offer;
  readonly OfferAnswer: OfferAnswer;
  readonly OfferProof: OfferProof;
  readonly Ok: Ok;
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
  readonly RoundRef: RoundRef;
  readonly ServerHello: ServerHello;
  readonly Standing: Standing;
  readonly TrainingFigures: TrainingFigures;
  readonly TransferEnd: TransferEnd;
  readonly WitnessAnswer: WitnessAnswer;
}
