/**
 * @module One connection, or a few, of the live fuzzer: made whole from the seed and a number, so that any of them can be made again, and
 * then carried out against the coordinator.
 */
import { systemRandom } from '@muster/identity';
import type { Envelope } from '@muster/protocol';
import fc from 'fast-check';
import type { VirtualIdentity } from '../../virtual/virtual-agent.ts';
import { converse, dialogue, type Line } from '../dialogue.ts';
import { type HttpRequest, httpRequests, judgeAnswer, sendRequest } from '../http-request.ts';
import { callCoordinator } from '../peer.ts';
import { rule } from '../target.ts';
import { type Stranger, strangers, visit } from './strangers.ts';

export type Episode =
  | { readonly kind: 'stranger'; readonly stranger: Stranger }
  | { readonly kind: 'requests'; readonly requests: readonly HttpRequest[] }
  | {
      readonly kind: 'session';
      readonly site: number;
      readonly lines: readonly Line[];
      readonly early: boolean;
      /** Leaves without reading answers. */
      readonly deaf: boolean;
    }
  | { readonly kind: 'enrolment'; readonly lines: readonly Line[] };

export interface Ground {
  /** Objects that the coordinator serves now. */
  readonly objects: readonly Uint8Array[];
  readonly run: string;
}

const rarely = (weight: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

/** How the share of frames that are sealed by right comes about: such an episode has hundreds, the others a few. */
export function episodes({ objects, run }: Ground): fc.Arbitrary<Episode> {
  const lines = (linesMax: number): fc.Arbitrary<readonly Line[]> =>
    dialogue({ objects, runs: [run], linesMax });
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('session' as const),
        site: fc.nat(1_000),
        lines: lines(400),
        early: rarely(30),
        deaf: rarely(30),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('stranger' as const), stranger: strangers }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('requests' as const),
        requests: fc.array(httpRequests, { minLength: 1, maxLength: 6 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('enrolment' as const), lines: lines(20) }) },
  );
}

/** Episode `number` under the seed: always the same on the same ground. */
export function episode(all: fc.Arbitrary<Episode>, seed: number, number: number): Episode {
  const [made] = fc.sample(all, { seed: Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + number, numRuns: 1 });
  if (!made) throw new Error('an arbitrary without a value');
  return made;
}

export interface Battlefield {
  readonly url: string;
  readonly port: number;
  readonly secret: string;
  readonly hostile: readonly VirtualIdentity[];
  onFrames(count: number): void;
}

const WAIT_MS = 30_000;
const PATIENCE_MS = 300;
const DEAF_MS = 1_000;

/** Carries it out; how it ended. Throws when a rule is broken. */
export async function carryOut(field: Battlefield, made: Episode): Promise<string> {
  const { url, port, secret, hostile, onFrames } = field;
  const ws = url.replace(/^http/, 'ws');
  switch (made.kind) {
    case 'stranger': {
      const [identity] = hostile;
      rule(identity !== undefined, 'there is a hostile site');
      return visit({ url: ws, port, identity, onFrames }, made.stranger);
    }
    case 'requests': {
      let last = '';
      for (const request of made.requests) {
        onFrames(1);
        last = judgeAnswer(await sendRequest(port, request, secret, PATIENCE_MS));
      }
      return `requests: ${last}`;
    }
    case 'session':
      return talk(field, ws, made);
    case 'enrolment':
      return enrol(field, ws, made.lines);
  }
}

async function talk(
  { hostile, onFrames }: Battlefield,
  ws: string,
  { site, lines, early, deaf }: Extract<Episode, { kind: 'session' }>,
): Promise<string> {
  const identity = hostile[site % hostile.length];
  rule(identity !== undefined, 'there is a hostile site');
  const heard: Envelope[] = [];
  const peer = await callCoordinator(
    ws,
    { purpose: 'session', random: systemRandom, ...identity },
    (envelope) => heard.push(envelope),
    early,
  );
  try {
    if (deaf) peer.socket.pause();
    const end = await converse(peer, heard, lines, deaf ? DEAF_MS : WAIT_MS, onFrames);
    return `session ${end}`;
  } catch (thrown) {
    if (deaf) return 'session of a peer that does not read';
    throw thrown;
  } finally {
    peer.socket.terminate();
  }
}

/** Who comes to enrol may do that and nothing else. */
async function enrol({ onFrames }: Battlefield, ws: string, lines: readonly Line[]): Promise<string> {
  const heard: Envelope[] = [];
  const peer = await callCoordinator(ws, { purpose: 'enrolment', random: systemRandom }, (envelope) =>
    heard.push(envelope),
  );
  try {
    return `enrolment ${await converse(peer, heard, lines, WAIT_MS, onFrames)}`;
  } finally {
    peer.socket.terminate();
  }
}
