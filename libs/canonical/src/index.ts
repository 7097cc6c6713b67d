/** @module JSON in the one form that is hashed and signed: RFC 8785. */
export { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
