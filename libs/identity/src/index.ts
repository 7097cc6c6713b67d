/** @module Keys, certificates, the federation manifest, enrolment, the session handshake and sealed frames. */
export {
  type AuditKeys,
  assertVouched,
  CERTIFICATE_LIFE_MS,
  certificateHash,
  fingerprintOf,
  isExpired,
  issueCertificate,
  type PublicKeys,
  parseCertificate,
  readCertificate,
  renewalDueMs,
  type VerifiedCertificate,
  verifySite,
  vouchedKeys,
} from './certificate.ts';
export {
  acceptCertificate,
  anchoredManifest,
  assertCoordinator,
  hasFingerprint,
  openEnrolment,
  openRequest,
  requestCertificate,
  requestEnrolment,
} from './enrolment.ts';
export {
  type Card,
  type CertificateBundle,
  formatBundle,
  formatCard,
  formatManifests,
  formatRequest,
  parseSigned,
  readBundle,
  readCard,
  readManifests,
  readRequest,
  signedText,
  writeHanded,
} from './handed-file.ts';
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
export { FIRST_EPOCH, type Manifest, makeManifest, parseManifest, SITES_MAX } from './manifest.ts';
export {
  acceptChain,
  acceptManifest,
  type SignatureState,
  signatureState,
  signManifest,
} from './manifest-chain.ts';
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
export { type SeenCertificates, SiteDirectory, type SiteStanding, siteIdOf } from './site-directory.ts';
export { formatToken, makeToken, parseToken, type Token, tokenHash } from './token.ts';
export { wordsOf } from './words.ts';
