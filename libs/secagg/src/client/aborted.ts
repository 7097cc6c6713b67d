/** @module Aborted: the site says why, under its signature, as often as it is asked (secure-aggregation.md, section 1.5). */
import { u32 } from '../bytes.ts';
import { sign } from '../signature.ts';
import { ABORT_CODES, type AbortCode } from './abort-code.ts';
import {
  type AbortedState,
  type ClientContext,
  type ClientInput,
  type ClientState,
  type ClientStep,
  send,
  unmoved,
} from './client-state.ts';
import { secretsOf } from './secrets.ts';

const DETAIL_CHARS_MAX = 512;

export function step(state: AbortedState, input: ClientInput): ClientStep {
  return input.type === 'reconnected'
    ? { state, effects: [send({ kind: 'abort', value: state.abort })] }
    : unmoved(state);
}

/** The site's part ends here, and whatever was secret in its state is overwritten. */
export function abort(
  state: ClientState,
  roundId: Uint8Array,
  { code, message }: { readonly code: AbortCode; readonly message: string },
  { siteId, signingKey }: ClientContext,
): ClientStep {
  const detail = message.slice(0, DETAIL_CHARS_MAX).toWellFormed();
  const number = ABORT_CODES[code];
  const sig = sign('abort', abortFields(roundId, siteId, number, detail), signingKey);
  const next: AbortedState = { phase: 'aborted', code, abort: { roundId, code: number, detail, sig } };
  return {
    state: next,
    effects: [
      { type: 'save' },
      send({ kind: 'abort', value: next.abort }),
      { type: 'wipe', secrets: secretsOf(state) },
    ],
  };
}

/** What a site signs of its abort, under the label "abort". */
export function abortFields(
  roundId: Uint8Array,
  siteId: Uint8Array,
  code: number,
  detail: string,
): readonly Uint8Array[] {
  return [roundId, siteId, u32(code), Buffer.from(detail, 'utf8')];
}
