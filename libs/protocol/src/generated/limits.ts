// Generated from libs/protocol/proto by tools/protocol/generate.ts. Do not edit.
export interface FieldLimit {
  /** Number of the field and type of its tag on the wire. */
  readonly id: number;
  readonly wire: 0 | 1 | 2;
  readonly type: 'bytes' | 'string' | 'number' | 'bool' | 'message';
  readonly message?: string;
  readonly repeated?: boolean;
  readonly required?: boolean;
  /** One of several of which a message carries at most one. */
  readonly oneof?: boolean;
  readonly whole?: boolean;
  readonly bytesExact?: number;
  readonly bytesMax?: number;
  readonly charsMax?: number;
  readonly itemsMax?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}
export const LIMITS: Readonly<Record<string, Readonly<Record<string, FieldLimit>>>> = {
 "Abort": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "code": {
   "id": 2,
   "wire": 0,
   "type": "number",
   "atMost": 9
  },
  "detail": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 512
  },
  "sig": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "AddCheckpoint": {
  "body": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  }
 },
 "Advertise": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "cPk": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sPk": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "bCommit": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sig": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "AuditEvents": {
  "entries": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesMax": 8192,
   "itemsMax": 64
  }
 },
 "AuditEventsTaken": {
  "next": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  }
 },
 "Certificate": {
  "body": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 1024
  },
  "signature": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "CertificateBody": {
  "serial": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 16
  },
  "role": {
   "id": 2,
   "wire": 0,
   "type": "number"
  },
  "name": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "federationId": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 16
  },
  "signingKey": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sealingKey": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "issuerKey": {
   "id": 7,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "notBeforeMs": {
   "id": 8,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  },
  "notAfterMs": {
   "id": 9,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  },
  "producerKey": {
   "id": 10,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "witnessKey": {
   "id": 11,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "logKey": {
   "id": 12,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  }
 },
 "CertificateRequest": {
  "body": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 1024
  },
  "signature": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Chunk": {
  "transfer": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "offset": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "data": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 262144
  }
 },
 "ClientHello": {
  "versionMin": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "versionMax": {
   "id": 2,
   "wire": 0,
   "type": "number"
  },
  "purpose": {
   "id": 3,
   "wire": 0,
   "type": "number"
  },
  "federationId": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 16
  },
  "ephemeralKey": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "nonce": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "timeMs": {
   "id": 7,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  }
 },
 "ClientProof": {
  "certificate": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "Certificate"
  },
  "signature": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 64
  }
 },
 "CohortTerms": {
  "profile": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atMost": 1
  },
  "corrupt": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 1
  },
  "dropout": {
   "id": 3,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 1
  },
  "lambda": {
   "id": 4,
   "wire": 0,
   "type": "number",
   "atMost": 128
  },
  "unsafeSmallCohort": {
   "id": 5,
   "wire": 0,
   "type": "bool"
  },
  "minCohort": {
   "id": 6,
   "wire": 0,
   "type": "number",
   "atMost": 16384
  },
  "maxCohort": {
   "id": 7,
   "wire": 0,
   "type": "number",
   "atMost": 16384
  }
 },
 "ComeBack": {
  "delayMinMs": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 86400000
  },
  "delayMaxMs": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 86400000
  },
  "reason": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 512
  }
 },
 "Consistency": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sig": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "ConsistencySet": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sigs": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "SigBy",
   "repeated": true,
   "itemsMax": 1000
  }
 },
 "Credit": {
  "transfer": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "acked": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "credits": {
   "id": 3,
   "wire": 0,
   "type": "number",
   "atMost": 256
  }
 },
 "DatasetSummary": {
  "name": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "kind": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 16
  }
 },
 "EncodingTerms": {
  "bits": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atMost": 32
  },
  "length": {
   "id": 2,
   "wire": 0,
   "type": "number",
   "atMost": 1073741824
  },
  "clipNorm": {
   "id": 3,
   "wire": 1,
   "type": "number",
   "atLeast": 0
  },
  "clipValue": {
   "id": 4,
   "wire": 1,
   "type": "number",
   "atLeast": 0
  },
  "exampleCap": {
   "id": 5,
   "wire": 0,
   "type": "number"
  },
  "noiseReserve": {
   "id": 6,
   "wire": 0,
   "type": "number"
  },
  "metrics": {
   "id": 7,
   "wire": 0,
   "type": "number",
   "atMost": 131072
  }
 },
 "EngineReport": {
  "requested": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 32
  },
  "selected": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 32
  },
  "version": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "selfCheckMaxRelErr": {
   "id": 4,
   "wire": 1,
   "type": "number"
  },
  "selfCheckPassed": {
   "id": 5,
   "wire": 0,
   "type": "bool"
  },
  "overrides": {
   "id": 6,
   "wire": 2,
   "type": "string",
   "repeated": true,
   "charsMax": 64,
   "itemsMax": 64
  },
  "rejected": {
   "id": 7,
   "wire": 2,
   "type": "string",
   "charsMax": 1024
  }
 },
 "EnrolmentBody": {
  "name": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "signingKey": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sealingKey": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "hostLabel": {
   "id": 4,
   "wire": 2,
   "type": "string",
   "charsMax": 128
  },
  "producerKey": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "witnessKey": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "logKey": {
   "id": 7,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  }
 },
 "EnrolmentReply": {
  "certificate": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "Certificate",
   "required": true
  }
 },
 "EnrolmentRequest": {
  "body": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 1024
  },
  "tokenSecret": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "signature": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Envelope": {
  "id": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "replyTo": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "ok": {
   "id": 10,
   "wire": 2,
   "type": "message",
   "message": "Ok",
   "oneof": true
  },
  "error": {
   "id": 11,
   "wire": 2,
   "type": "message",
   "message": "Error",
   "oneof": true
  },
  "heartbeat": {
   "id": 12,
   "wire": 2,
   "type": "message",
   "message": "Heartbeat",
   "oneof": true
  },
  "comeBack": {
   "id": 13,
   "wire": 2,
   "type": "message",
   "message": "ComeBack",
   "oneof": true
  },
  "enrolmentRequest": {
   "id": 20,
   "wire": 2,
   "type": "message",
   "message": "EnrolmentRequest",
   "oneof": true
  },
  "enrolmentReply": {
   "id": 21,
   "wire": 2,
   "type": "message",
   "message": "EnrolmentReply",
   "oneof": true
  },
  "register": {
   "id": 22,
   "wire": 2,
   "type": "message",
   "message": "Register",
   "oneof": true
  },
  "registered": {
   "id": 23,
   "wire": 2,
   "type": "message",
   "message": "Registered",
   "oneof": true
  },
  "renewalRequest": {
   "id": 24,
   "wire": 2,
   "type": "message",
   "message": "RenewalRequest",
   "oneof": true
  },
  "renewalReply": {
   "id": 25,
   "wire": 2,
   "type": "message",
   "message": "RenewalReply",
   "oneof": true
  },
  "manifestHead": {
   "id": 26,
   "wire": 2,
   "type": "message",
   "message": "ManifestHead",
   "oneof": true
  },
  "manifestsRequest": {
   "id": 27,
   "wire": 2,
   "type": "message",
   "message": "ManifestsRequest",
   "oneof": true
  },
  "manifests": {
   "id": 28,
   "wire": 2,
   "type": "message",
   "message": "Manifests",
   "oneof": true
  },
  "offer": {
   "id": 30,
   "wire": 2,
   "type": "message",
   "message": "Offer",
   "oneof": true
  },
  "offerAnswer": {
   "id": 31,
   "wire": 2,
   "type": "message",
   "message": "OfferAnswer",
   "oneof": true
  },
  "progress": {
   "id": 32,
   "wire": 2,
   "type": "message",
   "message": "Progress",
   "oneof": true
  },
  "report": {
   "id": 33,
   "wire": 2,
   "type": "message",
   "message": "Report",
   "oneof": true
  },
  "received": {
   "id": 34,
   "wire": 2,
   "type": "message",
   "message": "Received",
   "oneof": true
  },
  "outcome": {
   "id": 35,
   "wire": 2,
   "type": "message",
   "message": "Outcome",
   "oneof": true
  },
  "evaluationOffer": {
   "id": 36,
   "wire": 2,
   "type": "message",
   "message": "EvaluationOffer",
   "oneof": true
  },
  "evaluationReport": {
   "id": 37,
   "wire": 2,
   "type": "message",
   "message": "EvaluationReport",
   "oneof": true
  },
  "failure": {
   "id": 38,
   "wire": 2,
   "type": "message",
   "message": "Failure",
   "oneof": true
  },
  "standing": {
   "id": 39,
   "wire": 2,
   "type": "message",
   "message": "Standing",
   "oneof": true
  },
  "auditEvents": {
   "id": 40,
   "wire": 2,
   "type": "message",
   "message": "AuditEvents",
   "oneof": true
  },
  "auditEventsTaken": {
   "id": 41,
   "wire": 2,
   "type": "message",
   "message": "AuditEventsTaken",
   "oneof": true
  },
  "addCheckpoint": {
   "id": 42,
   "wire": 2,
   "type": "message",
   "message": "AddCheckpoint",
   "oneof": true
  },
  "witnessAnswer": {
   "id": 43,
   "wire": 2,
   "type": "message",
   "message": "WitnessAnswer",
   "oneof": true
  },
  "logHeadRequest": {
   "id": 44,
   "wire": 2,
   "type": "message",
   "message": "LogHeadRequest",
   "oneof": true
  },
  "logHead": {
   "id": 45,
   "wire": 2,
   "type": "message",
   "message": "LogHead",
   "oneof": true
  },
  "logFileRequest": {
   "id": 46,
   "wire": 2,
   "type": "message",
   "message": "LogFileRequest",
   "oneof": true
  },
  "logFile": {
   "id": 47,
   "wire": 2,
   "type": "message",
   "message": "LogFile",
   "oneof": true
  },
  "logTrustRequest": {
   "id": 48,
   "wire": 2,
   "type": "message",
   "message": "LogTrustRequest",
   "oneof": true
  },
  "logTrust": {
   "id": 49,
   "wire": 2,
   "type": "message",
   "message": "LogTrust",
   "oneof": true
  },
  "pull": {
   "id": 50,
   "wire": 2,
   "type": "message",
   "message": "Pull",
   "oneof": true
  },
  "pullReady": {
   "id": 51,
   "wire": 2,
   "type": "message",
   "message": "PullReady",
   "oneof": true
  },
  "pushReady": {
   "id": 52,
   "wire": 2,
   "type": "message",
   "message": "PushReady",
   "oneof": true
  },
  "chunk": {
   "id": 53,
   "wire": 2,
   "type": "message",
   "message": "Chunk",
   "oneof": true
  },
  "credit": {
   "id": 54,
   "wire": 2,
   "type": "message",
   "message": "Credit",
   "oneof": true
  },
  "transferEnd": {
   "id": 55,
   "wire": 2,
   "type": "message",
   "message": "TransferEnd",
   "oneof": true
  },
  "roundOffer": {
   "id": 60,
   "wire": 2,
   "type": "message",
   "message": "RoundOffer",
   "oneof": true
  },
  "advertise": {
   "id": 61,
   "wire": 2,
   "type": "message",
   "message": "Advertise",
   "oneof": true
  },
  "roster": {
   "id": 62,
   "wire": 2,
   "type": "message",
   "message": "Roster",
   "oneof": true
  },
  "shares": {
   "id": 63,
   "wire": 2,
   "type": "message",
   "message": "Shares",
   "oneof": true
  },
  "shareRelay": {
   "id": 64,
   "wire": 2,
   "type": "message",
   "message": "ShareRelay",
   "oneof": true
  },
  "masked": {
   "id": 65,
   "wire": 2,
   "type": "message",
   "message": "Masked",
   "oneof": true
  },
  "survivors": {
   "id": 66,
   "wire": 2,
   "type": "message",
   "message": "Survivors",
   "oneof": true
  },
  "consistency": {
   "id": 67,
   "wire": 2,
   "type": "message",
   "message": "Consistency",
   "oneof": true
  },
  "consistencySet": {
   "id": 68,
   "wire": 2,
   "type": "message",
   "message": "ConsistencySet",
   "oneof": true
  },
  "unmask": {
   "id": 69,
   "wire": 2,
   "type": "message",
   "message": "Unmask",
   "oneof": true
  },
  "abort": {
   "id": 70,
   "wire": 2,
   "type": "message",
   "message": "Abort",
   "oneof": true
  }
 },
 "Error": {
  "code": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "message": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 2048
  },
  "retryable": {
   "id": 3,
   "wire": 0,
   "type": "bool"
  },
  "retryAfterMs": {
   "id": 4,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 86400000
  },
  "detail": {
   "id": 5,
   "wire": 2,
   "type": "string",
   "charsMax": 8192
  }
 },
 "Evaluation": {
  "examples": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 1000000000000
  },
  "lossSum": {
   "id": 2,
   "wire": 1,
   "type": "number"
  },
  "confusion": {
   "id": 3,
   "wire": 1,
   "type": "number",
   "repeated": true,
   "itemsMax": 129600
  },
  "classes": {
   "id": 4,
   "wire": 0,
   "type": "number",
   "atMost": 360
  }
 },
 "EvaluationOffer": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "planHash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "modelHash": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "layoutHash": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "deadlineMs": {
   "id": 5,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 604800000,
   "whole": true
  },
  "signature": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  },
  "logged": {
   "id": 7,
   "wire": 2,
   "type": "message",
   "message": "OfferProof"
  }
 },
 "EvaluationReport": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "modelHash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "evaluation": {
   "id": 3,
   "wire": 2,
   "type": "message",
   "message": "Evaluation",
   "required": true
  },
  "signature": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Failure": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "code": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 1024
  }
 },
 "FederationManifest": {
  "federationId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 16
  },
  "federationName": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 128
  },
  "epoch": {
   "id": 3,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "previousHash": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "timeMs": {
   "id": 5,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  },
  "organisations": {
   "id": 6,
   "wire": 2,
   "type": "message",
   "message": "Organisation",
   "repeated": true,
   "itemsMax": 64
  },
  "signaturesMin": {
   "id": 7,
   "wire": 0,
   "type": "number",
   "atLeast": 1,
   "atMost": 64
  },
  "coordinatorKeys": {
   "id": 8,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesExact": 32,
   "itemsMax": 4
  },
  "cohortMin": {
   "id": 9,
   "wire": 0,
   "type": "number",
   "atLeast": 1,
   "atMost": 1000000
  },
  "groupMin": {
   "id": 10,
   "wire": 0,
   "type": "number",
   "atLeast": 1,
   "atMost": 1000000
  },
  "corruptPerMilleMax": {
   "id": 11,
   "wire": 0,
   "type": "number",
   "atMost": 1000
  },
  "dropoutPerMilleMax": {
   "id": 12,
   "wire": 0,
   "type": "number",
   "atMost": 1000
  },
  "modelHashes": {
   "id": 13,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesExact": 32,
   "itemsMax": 256
  },
  "revoked": {
   "id": 14,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesExact": 32,
   "itemsMax": 4096
  },
  "witnesses": {
   "id": 15,
   "wire": 2,
   "type": "string",
   "repeated": true,
   "charsMax": 2048,
   "itemsMax": 16
  }
 },
 "Handshake": {
  "clientHello": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "ClientHello",
   "oneof": true
  },
  "serverHello": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "ServerHello",
   "oneof": true
  },
  "refusal": {
   "id": 3,
   "wire": 2,
   "type": "message",
   "message": "HandshakeRefusal",
   "oneof": true
  }
 },
 "HandshakeRefusal": {
  "code": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "message": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 512
  },
  "timeMs": {
   "id": 3,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  }
 },
 "Heartbeat": {
  "timeMs": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  }
 },
 "Leaf": {
  "index": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "siteId": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 16
  },
  "certHash": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "cPk": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sPk": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "bCommit": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sig": {
   "id": 7,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  },
  "proof": {
   "id": 8,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesExact": 32,
   "itemsMax": 14
  },
  "cert": {
   "id": 9,
   "wire": 2,
   "type": "message",
   "message": "Certificate"
  }
 },
 "LogFile": {
  "size": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "data": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 262144
  }
 },
 "LogFileRequest": {
  "path": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 256
  },
  "offset": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  }
 },
 "LogHead": {
  "note": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  },
  "proof": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesExact": 32,
   "itemsMax": 63
  },
  "policy": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  },
  "witnesses": {
   "id": 4,
   "wire": 2,
   "type": "message",
   "message": "Certificate",
   "repeated": true,
   "itemsMax": 64
  }
 },
 "LogHeadRequest": {
  "size": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  }
 },
 "LogTrust": {
  "policy": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  },
  "witnesses": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "Certificate",
   "repeated": true,
   "itemsMax": 64
  }
 },
 "LogTrustRequest": {},
 "ManifestHead": {
  "epoch": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "hash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  }
 },
 "ManifestSignature": {
  "key": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "signature": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Manifests": {
  "manifests": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "SignedManifest",
   "repeated": true,
   "itemsMax": 4
  }
 },
 "ManifestsRequest": {
  "after": {
   "id": 1,
   "wire": 0,
   "type": "number"
  }
 },
 "Masked": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "size": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "sha256": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sig": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Offer": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "planHash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "modelHash": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "layoutHash": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "codec": {
   "id": 5,
   "wire": 2,
   "type": "string",
   "charsMax": 16
  },
  "deadlineMs": {
   "id": 6,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 604800000,
   "whole": true
  },
  "cohortSize": {
   "id": 7,
   "wire": 0,
   "type": "number"
  },
  "quorum": {
   "id": 8,
   "wire": 0,
   "type": "number"
  },
  "signature": {
   "id": 9,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  },
  "logged": {
   "id": 10,
   "wire": 2,
   "type": "message",
   "message": "OfferProof"
  },
  "secure": {
   "id": 11,
   "wire": 2,
   "type": "message",
   "message": "RoundOffer"
  }
 },
 "OfferAnswer": {
  "accepted": {
   "id": 1,
   "wire": 0,
   "type": "bool"
  },
  "code": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 1024
  }
 },
 "OfferProof": {
  "entry": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 8192
  },
  "proof": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  },
  "cohortIndex": {
   "id": 3,
   "wire": 0,
   "type": "number"
  },
  "cohortPath": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "repeated": true,
   "bytesExact": 32,
   "itemsMax": 40
  }
 },
 "Ok": {},
 "Organisation": {
  "name": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "key": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "sitesMax": {
   "id": 3,
   "wire": 0,
   "type": "number",
   "atLeast": 1,
   "atMost": 100000
  },
  "formerKey": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 32
  }
 },
 "Outcome": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "outcome": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 16
  },
  "code": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "id": 4,
   "wire": 2,
   "type": "string",
   "charsMax": 1024
  },
  "updateHash": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 32
  },
  "modelHash": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 32
  },
  "signature": {
   "id": 7,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Progress": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "phase": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 16
  },
  "fraction": {
   "id": 3,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 1
  },
  "epoch": {
   "id": 4,
   "wire": 1,
   "type": "number"
  },
  "step": {
   "id": 5,
   "wire": 1,
   "type": "number"
  },
  "steps": {
   "id": 6,
   "wire": 1,
   "type": "number"
  },
  "loss": {
   "id": 7,
   "wire": 1,
   "type": "number"
  },
  "etaMs": {
   "id": 8,
   "wire": 1,
   "type": "number"
  }
 },
 "PublishedPolicy": {
  "document": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  },
  "signature": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Pull": {
  "sha256": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "offset": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "transfer": {
   "id": 3,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "credits": {
   "id": 4,
   "wire": 0,
   "type": "number",
   "atMost": 256
  }
 },
 "PullReady": {
  "size": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  }
 },
 "PushReady": {
  "transfer": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "offset": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "credits": {
   "id": 3,
   "wire": 0,
   "type": "number",
   "atMost": 256
  }
 },
 "Received": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "updateHash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  }
 },
 "Register": {
  "agentVersion": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 32
  },
  "nodeVersion": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 32
  },
  "platform": {
   "id": 3,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "engine": {
   "id": 4,
   "wire": 2,
   "type": "message",
   "message": "EngineReport"
  },
  "datasets": {
   "id": 5,
   "wire": 2,
   "type": "message",
   "message": "DatasetSummary",
   "repeated": true,
   "itemsMax": 64
  },
  "policyVersion": {
   "id": 6,
   "wire": 1,
   "type": "number"
  },
  "policyHash": {
   "id": 7,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 32
  },
  "policy": {
   "id": 20,
   "wire": 2,
   "type": "message",
   "message": "PublishedPolicy"
  }
 },
 "Registered": {
  "heartbeatMs": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 1,
   "atMost": 86400000
  },
  "timeMs": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  },
  "standing": {
   "id": 3,
   "wire": 2,
   "type": "message",
   "message": "Standing"
  },
  "logPolicy": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 65536
  },
  "nextEvent": {
   "id": 5,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "witnessKey": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 32
  },
  "manifest": {
   "id": 7,
   "wire": 2,
   "type": "message",
   "message": "ManifestHead",
   "required": true
  },
  "logWitnesses": {
   "id": 8,
   "wire": 2,
   "type": "message",
   "message": "Certificate",
   "repeated": true,
   "itemsMax": 64
  }
 },
 "RenewalReply": {
  "certificate": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "Certificate",
   "required": true
  }
 },
 "RenewalRequest": {},
 "Report": {
  "ref": {
   "id": 1,
   "wire": 2,
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "planHash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "modelHash": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "layoutHash": {
   "id": 4,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "updateHash": {
   "id": 5,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "size": {
   "id": 6,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991,
   "whole": true
  },
  "weight": {
   "id": 7,
   "wire": 1,
   "type": "number"
  },
  "codec": {
   "id": 8,
   "wire": 2,
   "type": "string",
   "charsMax": 16
  },
  "figures": {
   "id": 9,
   "wire": 2,
   "type": "message",
   "message": "TrainingFigures"
  },
  "engine": {
   "id": 10,
   "wire": 2,
   "type": "message",
   "message": "EngineReport"
  },
  "signature": {
   "id": 11,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  },
  "masked": {
   "id": 12,
   "wire": 2,
   "type": "message",
   "message": "Masked"
  }
 },
 "Roster": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "n": {
   "id": 2,
   "wire": 0,
   "type": "number",
   "atMost": 16384
  },
  "root": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "self": {
   "id": 4,
   "wire": 2,
   "type": "message",
   "message": "Leaf",
   "required": true
  },
  "neighbours": {
   "id": 5,
   "wire": 2,
   "type": "message",
   "message": "Leaf",
   "repeated": true,
   "itemsMax": 1000
  },
  "k": {
   "id": 6,
   "wire": 0,
   "type": "number",
   "atMost": 1000
  },
  "t": {
   "id": 7,
   "wire": 0,
   "type": "number",
   "atMost": 1000
  }
 },
 "RoundOffer": {
  "federationId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 16
  },
  "manifestHash": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "taskId": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 16
  },
  "round": {
   "id": 4,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "attempt": {
   "id": 5,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "modelHash": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "cohort": {
   "id": 7,
   "wire": 2,
   "type": "message",
   "message": "CohortTerms",
   "required": true
  },
  "encoding": {
   "id": 8,
   "wire": 2,
   "type": "message",
   "message": "EncodingTerms",
   "required": true
  },
  "dp": {
   "id": 9,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 4096
  },
  "nonce": {
   "id": 10,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "schedule": {
   "id": 11,
   "wire": 2,
   "type": "message",
   "message": "SecureSchedule",
   "required": true
  },
  "sig": {
   "id": 12,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "RoundRef": {
  "run": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "round": {
   "id": 2,
   "wire": 0,
   "type": "number",
   "atLeast": 1,
   "atMost": 1000000
  },
  "attempt": {
   "id": 3,
   "wire": 0,
   "type": "number",
   "atLeast": 1,
   "atMost": 1000
  }
 },
 "SecureSchedule": {
  "keysMs": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 1,
   "atMost": 604800000,
   "whole": true
  },
  "sharesMs": {
   "id": 2,
   "wire": 1,
   "type": "number",
   "atLeast": 1,
   "atMost": 604800000,
   "whole": true
  },
  "maskedMs": {
   "id": 3,
   "wire": 1,
   "type": "number",
   "atLeast": 1,
   "atMost": 604800000,
   "whole": true
  },
  "signaturesMs": {
   "id": 4,
   "wire": 1,
   "type": "number",
   "atLeast": 1,
   "atMost": 604800000,
   "whole": true
  },
  "unmaskMs": {
   "id": 5,
   "wire": 1,
   "type": "number",
   "atLeast": 1,
   "atMost": 604800000,
   "whole": true
  }
 },
 "ServerHello": {
  "version": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "ephemeralKey": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "nonce": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "timeMs": {
   "id": 4,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 8640000000000000
  },
  "certificate": {
   "id": 5,
   "wire": 2,
   "type": "message",
   "message": "Certificate",
   "required": true
  },
  "signature": {
   "id": 6,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Share": {
  "owner": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "x": {
   "id": 2,
   "wire": 0,
   "type": "number"
  },
  "v": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  }
 },
 "ShareCt": {
  "to": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "box": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 82
  }
 },
 "ShareFrom": {
  "from": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "box": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 82
  }
 },
 "ShareRelay": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "u2": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 2048
  },
  "ct": {
   "id": 3,
   "wire": 2,
   "type": "message",
   "message": "ShareFrom",
   "repeated": true,
   "itemsMax": 1000
  }
 },
 "Shares": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "ct": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "ShareCt",
   "repeated": true,
   "itemsMax": 1000
  }
 },
 "SigBy": {
  "index": {
   "id": 1,
   "wire": 0,
   "type": "number"
  },
  "sig": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "SignedManifest": {
  "manifest": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 229376
  },
  "signatures": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "ManifestSignature",
   "repeated": true,
   "itemsMax": 128
  }
 },
 "Standing": {
  "code": {
   "id": 1,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 1024
  }
 },
 "Survivors": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "u3": {
   "id": 2,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 2048
  }
 },
 "TrainingFigures": {
  "examples": {
   "id": 1,
   "wire": 1,
   "type": "number",
   "atLeast": 0,
   "atMost": 1000000000000
  },
  "steps": {
   "id": 2,
   "wire": 1,
   "type": "number"
  },
  "lossFirst": {
   "id": 3,
   "wire": 1,
   "type": "number"
  },
  "lossLast": {
   "id": 4,
   "wire": 1,
   "type": "number"
  },
  "trainMs": {
   "id": 5,
   "wire": 1,
   "type": "number"
  },
  "updateNorm": {
   "id": 6,
   "wire": 1,
   "type": "number"
  }
 },
 "TransferEnd": {
  "transfer": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atLeast": 1
  },
  "error": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "Error",
   "required": true
  }
 },
 "Unmask": {
  "roundId": {
   "id": 1,
   "wire": 2,
   "type": "bytes",
   "bytesExact": 32
  },
  "b": {
   "id": 2,
   "wire": 2,
   "type": "message",
   "message": "Share",
   "repeated": true,
   "itemsMax": 1000
  },
  "sk": {
   "id": 3,
   "wire": 2,
   "type": "message",
   "message": "Share",
   "repeated": true,
   "itemsMax": 1000
  }
 },
 "WitnessAnswer": {
  "status": {
   "id": 1,
   "wire": 0,
   "type": "number",
   "atLeast": 100,
   "atMost": 599
  },
  "contentType": {
   "id": 2,
   "wire": 2,
   "type": "string",
   "charsMax": 64
  },
  "body": {
   "id": 3,
   "wire": 2,
   "type": "bytes",
   "bytesMax": 8192
  }
 }
};
