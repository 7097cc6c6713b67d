/** @module Keys, certificates, enrolment, the session handshake and sealed frames. */
export {
  CERTIFICATE_LIFE_MS,
  fingerprintOf,
  isExpired,
  issueCertificate,
  parseCertificate,
  renewalDueMs,
  type VerifiedCertificate,
  verifyCertificate,
} from './certificate.ts';
export { acceptEnrolment, openEnrolment, requestEnrolment } from './enrolment.ts';
export {
  type ClientOptions,
  type ClientResult,
  type Peer,
  refusal,
  type ServerHandshake,
  type ServerOptions,
  SKEW_MS_MAX,
  startClientHandshake,
  startServerHandshake,
} from './handshake.ts';
export {
  createPrivateFile,
  readIdentityFile,
  readPrivateFile,
  readSigningKeyFile,
  replacePrivateFile,
  writeIdentityFile,
  writeSigningKeyFile,
} from './key-file.ts';
export { type Identity, type KeyPair, makeKeyPair, seedOf } from './keys.ts';
export { readPassphrase } from './passphrase.ts';
export { type RandomBytes, systemRandom } from './random.ts';
export { release } from './release.ts';
export { acceptRenewal } from './renewal.ts';
export { type FrameKind, SealedChannel } from './sealed-channel.ts';
export {
  loadSeals,
  SEAL_BOX_BYTES,
  SEAL_RECORD_BYTES,
  SealedRecords,
  type Seals,
  sealedBytes,
  sealedOffset,
  sealUpdate,
  unsealedBytes,
} from './sealed-update.ts';
export { type Field, type Label, sign, verify } from './signature.ts';
export { formatToken, makeToken, parseToken, type Token, tokenHash } from './token.ts';
