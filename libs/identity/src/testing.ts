/** @module For tests: a federation with its manifest and certificates, and certificates of TLS. */
export { type TestFederation, type TestParty, type TestSite, testFederation } from './testing/federation.ts';
export { selfSigned } from './testing/self-signed.ts';
