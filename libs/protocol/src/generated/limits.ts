// Generated from libs/protocol/proto by tools/protocol/generate.ts. Do not edit.
export interface FieldLimit {
  readonly type: 'bytes' | 'string' | 'number' | 'bool' | 'message';
  readonly message?: string;
  readonly repeated?: boolean;
  readonly required?: boolean;
  readonly bytesExact?: number;
  readonly bytesMax?: number;
  readonly charsMax?: number;
  readonly itemsMax?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}
export const LIMITS: Readonly<Record<string, Readonly<Record<string, FieldLimit>>>> = {
 "Certificate": {
  "body": {
   "type": "bytes",
   "bytesMax": 1024
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "CertificateBody": {
  "serial": {
   "type": "bytes",
   "bytesExact": 16
  },
  "role": {
   "type": "number"
  },
  "name": {
   "type": "string",
   "charsMax": 64
  },
  "federationId": {
   "type": "bytes",
   "bytesExact": 16
  },
  "signingKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "sealingKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "issuerKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "notBeforeMs": {
   "type": "number"
  },
  "notAfterMs": {
   "type": "number"
  }
 },
 "Chunk": {
  "transfer": {
   "type": "number",
   "atLeast": 1
  },
  "offset": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "data": {
   "type": "bytes",
   "bytesMax": 262144
  }
 },
 "ClientHello": {
  "versionMin": {
   "type": "number"
  },
  "versionMax": {
   "type": "number"
  },
  "purpose": {
   "type": "number"
  },
  "federationId": {
   "type": "bytes",
   "bytesMax": 16
  },
  "ephemeralKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "nonce": {
   "type": "bytes",
   "bytesExact": 32
  },
  "timeMs": {
   "type": "number"
  }
 },
 "ClientProof": {
  "certificate": {
   "type": "message",
   "message": "Certificate"
  },
  "signature": {
   "type": "bytes",
   "bytesMax": 64
  }
 },
 "ComeBack": {
  "delayMinMs": {
   "type": "number",
   "atLeast": 0,
   "atMost": 86400000
  },
  "delayMaxMs": {
   "type": "number",
   "atLeast": 0,
   "atMost": 86400000
  },
  "reason": {
   "type": "string",
   "charsMax": 512
  }
 },
 "Credit": {
  "transfer": {
   "type": "number",
   "atLeast": 1
  },
  "acked": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "credits": {
   "type": "number",
   "atMost": 256
  }
 },
 "DatasetSummary": {
  "name": {
   "type": "string",
   "charsMax": 64
  },
  "kind": {
   "type": "string",
   "charsMax": 16
  }
 },
 "EngineReport": {
  "requested": {
   "type": "string",
   "charsMax": 32
  },
  "selected": {
   "type": "string",
   "charsMax": 32
  },
  "version": {
   "type": "string",
   "charsMax": 64
  },
  "selfCheckMaxRelErr": {
   "type": "number"
  },
  "selfCheckPassed": {
   "type": "bool"
  },
  "overrides": {
   "type": "string",
   "repeated": true,
   "charsMax": 64,
   "itemsMax": 64
  },
  "rejected": {
   "type": "string",
   "charsMax": 1024
  }
 },
 "EnrolmentBody": {
  "name": {
   "type": "string",
   "charsMax": 64
  },
  "signingKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "sealingKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "hostLabel": {
   "type": "string",
   "charsMax": 128
  }
 },
 "EnrolmentReply": {
  "certificate": {
   "type": "message",
   "message": "Certificate",
   "required": true
  },
  "federationId": {
   "type": "bytes",
   "bytesExact": 16
  },
  "federationName": {
   "type": "string",
   "charsMax": 128
  },
  "coordinator": {
   "type": "message",
   "message": "Certificate",
   "required": true
  }
 },
 "EnrolmentRequest": {
  "body": {
   "type": "bytes",
   "bytesMax": 1024
  },
  "tokenSecret": {
   "type": "bytes",
   "bytesExact": 32
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Envelope": {
  "id": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "replyTo": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "ok": {
   "type": "message",
   "message": "Ok"
  },
  "error": {
   "type": "message",
   "message": "Error"
  },
  "heartbeat": {
   "type": "message",
   "message": "Heartbeat"
  },
  "comeBack": {
   "type": "message",
   "message": "ComeBack"
  },
  "enrolmentRequest": {
   "type": "message",
   "message": "EnrolmentRequest"
  },
  "enrolmentReply": {
   "type": "message",
   "message": "EnrolmentReply"
  },
  "register": {
   "type": "message",
   "message": "Register"
  },
  "registered": {
   "type": "message",
   "message": "Registered"
  },
  "offer": {
   "type": "message",
   "message": "Offer"
  },
  "offerAnswer": {
   "type": "message",
   "message": "OfferAnswer"
  },
  "progress": {
   "type": "message",
   "message": "Progress"
  },
  "report": {
   "type": "message",
   "message": "Report"
  },
  "received": {
   "type": "message",
   "message": "Received"
  },
  "outcome": {
   "type": "message",
   "message": "Outcome"
  },
  "evaluationOffer": {
   "type": "message",
   "message": "EvaluationOffer"
  },
  "evaluationReport": {
   "type": "message",
   "message": "EvaluationReport"
  },
  "failure": {
   "type": "message",
   "message": "Failure"
  },
  "pull": {
   "type": "message",
   "message": "Pull"
  },
  "pullReady": {
   "type": "message",
   "message": "PullReady"
  },
  "pushReady": {
   "type": "message",
   "message": "PushReady"
  },
  "chunk": {
   "type": "message",
   "message": "Chunk"
  },
  "credit": {
   "type": "message",
   "message": "Credit"
  },
  "transferEnd": {
   "type": "message",
   "message": "TransferEnd"
  }
 },
 "Error": {
  "code": {
   "type": "string",
   "charsMax": 64
  },
  "message": {
   "type": "string",
   "charsMax": 2048
  },
  "retryable": {
   "type": "bool"
  },
  "retryAfterMs": {
   "type": "number",
   "atLeast": 0,
   "atMost": 86400000
  },
  "detail": {
   "type": "string",
   "charsMax": 8192
  }
 },
 "Evaluation": {
  "examples": {
   "type": "number",
   "atLeast": 0,
   "atMost": 1000000000000
  },
  "lossSum": {
   "type": "number"
  },
  "confusion": {
   "type": "number",
   "repeated": true,
   "itemsMax": 1048576
  },
  "classes": {
   "type": "number",
   "atMost": 1024
  }
 },
 "EvaluationOffer": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "planHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "modelHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "layoutHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "deadlineMs": {
   "type": "number",
   "atLeast": 0,
   "atMost": 604800000
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "EvaluationReport": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "modelHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "evaluation": {
   "type": "message",
   "message": "Evaluation",
   "required": true
  }
 },
 "Failure": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "code": {
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "type": "string",
   "charsMax": 1024
  }
 },
 "Handshake": {
  "clientHello": {
   "type": "message",
   "message": "ClientHello"
  },
  "serverHello": {
   "type": "message",
   "message": "ServerHello"
  },
  "refusal": {
   "type": "message",
   "message": "HandshakeRefusal"
  }
 },
 "HandshakeRefusal": {
  "code": {
   "type": "string",
   "charsMax": 64
  },
  "message": {
   "type": "string",
   "charsMax": 512
  },
  "timeMs": {
   "type": "number"
  }
 },
 "Heartbeat": {
  "timeMs": {
   "type": "number"
  }
 },
 "Offer": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "planHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "modelHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "layoutHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "codec": {
   "type": "string",
   "charsMax": 16
  },
  "deadlineMs": {
   "type": "number",
   "atLeast": 0,
   "atMost": 604800000
  },
  "cohortSize": {
   "type": "number"
  },
  "quorum": {
   "type": "number"
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "OfferAnswer": {
  "accepted": {
   "type": "bool"
  },
  "code": {
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "type": "string",
   "charsMax": 1024
  }
 },
 "Ok": {},
 "Outcome": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "outcome": {
   "type": "string",
   "charsMax": 16
  },
  "code": {
   "type": "string",
   "charsMax": 64
  },
  "reason": {
   "type": "string",
   "charsMax": 1024
  },
  "updateHash": {
   "type": "bytes",
   "bytesMax": 32
  },
  "modelHash": {
   "type": "bytes",
   "bytesMax": 32
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "Progress": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "phase": {
   "type": "string",
   "charsMax": 16
  },
  "fraction": {
   "type": "number",
   "atLeast": 0,
   "atMost": 1
  },
  "epoch": {
   "type": "number"
  },
  "step": {
   "type": "number"
  },
  "steps": {
   "type": "number"
  },
  "loss": {
   "type": "number"
  },
  "etaMs": {
   "type": "number"
  }
 },
 "Pull": {
  "sha256": {
   "type": "bytes",
   "bytesExact": 32
  },
  "offset": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "transfer": {
   "type": "number",
   "atLeast": 1
  },
  "credits": {
   "type": "number",
   "atMost": 256
  }
 },
 "PullReady": {
  "size": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  }
 },
 "PushReady": {
  "transfer": {
   "type": "number",
   "atLeast": 1
  },
  "offset": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "credits": {
   "type": "number",
   "atMost": 256
  }
 },
 "Received": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "updateHash": {
   "type": "bytes",
   "bytesExact": 32
  }
 },
 "Register": {
  "agentVersion": {
   "type": "string",
   "charsMax": 32
  },
  "nodeVersion": {
   "type": "string",
   "charsMax": 32
  },
  "platform": {
   "type": "string",
   "charsMax": 64
  },
  "engine": {
   "type": "message",
   "message": "EngineReport"
  },
  "datasets": {
   "type": "message",
   "message": "DatasetSummary",
   "repeated": true,
   "itemsMax": 64
  },
  "policyVersion": {
   "type": "number"
  },
  "policyHash": {
   "type": "bytes",
   "bytesMax": 32
  }
 },
 "Registered": {
  "heartbeatMs": {
   "type": "number"
  },
  "timeMs": {
   "type": "number"
  }
 },
 "Report": {
  "ref": {
   "type": "message",
   "message": "RoundRef",
   "required": true
  },
  "planHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "modelHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "layoutHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "updateHash": {
   "type": "bytes",
   "bytesExact": 32
  },
  "size": {
   "type": "number",
   "atLeast": 0,
   "atMost": 9007199254740991
  },
  "weight": {
   "type": "number"
  },
  "codec": {
   "type": "string",
   "charsMax": 16
  },
  "figures": {
   "type": "message",
   "message": "TrainingFigures"
  },
  "engine": {
   "type": "message",
   "message": "EngineReport"
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "RoundRef": {
  "run": {
   "type": "string",
   "charsMax": 64
  },
  "round": {
   "type": "number",
   "atLeast": 1,
   "atMost": 1000000
  },
  "attempt": {
   "type": "number",
   "atLeast": 1,
   "atMost": 1000
  }
 },
 "ServerHello": {
  "version": {
   "type": "number"
  },
  "ephemeralKey": {
   "type": "bytes",
   "bytesExact": 32
  },
  "nonce": {
   "type": "bytes",
   "bytesExact": 32
  },
  "timeMs": {
   "type": "number"
  },
  "certificate": {
   "type": "message",
   "message": "Certificate",
   "required": true
  },
  "signature": {
   "type": "bytes",
   "bytesExact": 64
  }
 },
 "TrainingFigures": {
  "examples": {
   "type": "number",
   "atLeast": 0,
   "atMost": 1000000000000
  },
  "steps": {
   "type": "number"
  },
  "lossFirst": {
   "type": "number"
  },
  "lossLast": {
   "type": "number"
  },
  "trainMs": {
   "type": "number"
  },
  "updateNorm": {
   "type": "number"
  }
 },
 "TransferEnd": {
  "transfer": {
   "type": "number",
   "atLeast": 1
  },
  "error": {
   "type": "message",
   "message": "Error",
   "required": true
  }
 }
};
