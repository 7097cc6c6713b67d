/** @module Collecting keys: advertisements are checked as their neighbours will check them, then the roster is drawn up (secure-aggregation.md, section 1.5, R0). */
import { MusterError } from '@muster/errors';
import { isUnusable } from '../agreement.ts';
import { copyOf, sameBytes } from '../bytes.ts';
import { advertisedFields, memberOf } from '../roster.ts';
import { isSigned } from '../signature.ts';
import { openGroup } from './collect-shares.ts';
import { makeRoster } from './group-roster.ts';
import { splitIntoGroups } from './groups.ts';
import { demand, demandRound } from './refusal.ts';
import type { ServerStep } from './server-effect.ts';
import type { ServerInput, SiteInput } from './server-input.ts';
import type {
  CertifiedMember,
  CollectKeysState,
  EndedState,
  GroupRoster,
  ServerContext,
} from './server-state.ts';

type AdvertiseInput = Extract<SiteInput, { type: 'advertise' }>;

export function step(state: CollectKeysState, input: ServerInput, context: ServerContext): ServerStep {
  switch (input.type) {
    case 'advertise':
      return goOn(advertised(state, input, context), input.nowMs, context);
    case 'gone':
      return goOn(without(state, input.siteId), input.nowMs, context);
    case 'connected':
      return { state: within(state, input.siteId), effects: [] };
    case 'wake':
    case 'close':
      return input.type === 'close' || input.nowMs >= state.dueAtMs
        ? drawUp(state, input.nowMs, context)
        : { state, effects: [] };
    case 'shares':
    case 'masked':
    case 'consistency':
    case 'unmask':
      demandRound(state, input.message);
      return demandNothing();
    case 'abandon':
      return ended(state, { code: input.code, message: input.reason });
    default:
      return { state, effects: [] };
  }
}

function demandNothing(): never {
  throw new MusterError('UNEXPECTED_MESSAGE', 'the roster is not drawn up yet');
}

function advertised(
  state: CollectKeysState,
  input: AdvertiseInput,
  context: ServerContext,
): CollectKeysState {
  const { message, siteId } = input;
  const { members } = state;
  demandRound(state, message);
  demand(
    state.invited.some((id) => sameBytes(id, siteId)),
    'NOT_IN_COHORT',
    'this site was not asked to take part',
  );
  const before = members.find((member) => sameBytes(member.siteId, siteId));
  if (before !== undefined) {
    const isSame = sameBytes(before.sig, message.sig) && sameBytes(before.certHash, input.certHash);
    demand(isSame, 'DUPLICATE', 'this site has advertised other keys in this round');
    return state;
  }
  const member = certified(input, state, context);
  const own = keysOf(member);
  const isNew =
    new Set(own).size === own.length &&
    !members.some((each) => keysOf(each).some((key) => own.includes(key)));
  demand(isNew, 'SECAGG_REFUSED', 'a key of this site is used twice in this round');
  return {
    ...state,
    members: [...members, member],
    absent: state.absent.filter((id) => !sameBytes(id, siteId)),
  };
}

function certified(
  { message, siteId, certHash, certificate }: AdvertiseInput,
  { round, members }: CollectKeysState,
  { directory }: ServerContext,
): CertifiedMember {
  const standing = directory.find(siteId, certHash, certificate);
  demand(standing.ok, 'CERTIFICATE_INVALID', standing.ok ? '' : standing.reason);
  const { signingKey, organisation, sitesMax } = standing;
  demand(
    isSigned('adv', advertisedFields(round.roundId, siteId, message), signingKey, message.sig),
    'SIGNATURE_INVALID',
    'the keys are not signed by this site for this round',
  );
  demand(
    !isUnusable(message.cPk) && !isUnusable(message.sPk),
    'SECAGG_REFUSED',
    'a key with which nobody can agree on a secret',
  );
  const others = members.filter((member) => member.organisation === organisation).length;
  demand(
    others < sitesMax,
    'CERTIFICATE_INVALID',
    `${organisation} has ${sitesMax} sites in this round already`,
  );
  return {
    ...memberOf(siteId, certHash, message),
    certificate: { body: copyOf(certificate.body), signature: copyOf(certificate.signature) },
    signingKey: copyOf(signingKey),
    organisation,
  };
}

function without(state: CollectKeysState, siteId: Uint8Array): CollectKeysState {
  const isKnown = state.absent.some((id) => sameBytes(id, siteId));
  return isKnown ? state : { ...state, absent: [...state.absent, copyOf(siteId)] };
}

/** Whoever is back is waited for again. */
function within(state: CollectKeysState, siteId: Uint8Array): CollectKeysState {
  return { ...state, absent: state.absent.filter((id) => !sameBytes(id, siteId)) };
}

/** Nobody is waited for who said that it will not come: also one that has advertised may be gone since. */
function goOn(state: CollectKeysState, nowMs: number, context: ServerContext): ServerStep {
  const { invited, members, absent } = state;
  const isNear = members.length + absent.length >= invited.length;
  const isHere = (id: Uint8Array): boolean => members.some(({ siteId }) => sameBytes(siteId, id));
  const isComplete = isNear && members.length + absent.filter((id) => !isHere(id)).length >= invited.length;
  return isComplete ? drawUp(state, nowMs, context) : { state, effects: [] };
}

const keyNames = new WeakMap<CertifiedMember, readonly string[]>();

/** Its three keys in a form that is quick to compare, made once. */
function keysOf(member: CertifiedMember): readonly string[] {
  const known = keyNames.get(member);
  if (known !== undefined) return known;
  const names = [member.cPk, member.sPk, member.signingKey].map((key) => Buffer.from(key).toString('hex'));
  keyNames.set(member, names);
  return names;
}

/** Those who advertised and went are left out: to share with them would cost everybody, and they could only drop. */
function drawUp(state: CollectKeysState, nowMs: number, context: ServerContext): ServerStep {
  const { round, aborts } = state;
  const present = state.members.filter(({ siteId }) => !state.absent.some((id) => sameBytes(id, siteId)));
  let rosters: readonly GroupRoster[];
  try {
    const { minCohort } = round.terms.cohort;
    demand(
      present.length >= minCohort,
      'SECAGG_COHORT_TOO_SMALL',
      `${present.length} sites have sent keys, and the task asks for ${minCohort}`,
    );
    rosters = splitIntoGroups(present, round, context.groupSitesMax).map((each) => makeRoster(each, round));
  } catch (thrown) {
    if (!(thrown instanceof MusterError)) throw thrown;
    return ended(state, thrown);
  }
  const opened = rosters.map((roster, group) => openGroup(roster, { round, group }, nowMs));
  return {
    state: {
      phase: 'groups',
      round,
      invited: state.invited.length,
      groups: opened.map((each) => each.state),
      aborts,
    },
    effects: [{ type: 'save' }, ...opened.flatMap((each) => each.effects)],
  };
}

/** A round that never came to a roster. */
function ended(
  { round, invited, members, aborts }: CollectKeysState,
  { code, message }: Pick<MusterError, 'code' | 'message'>,
): ServerStep {
  const record = {
    ...{ code, reason: message, invited: invited.length, advertised: members.length },
    groups: [],
    aborts,
  };
  const state: EndedState = { phase: 'ended', round, groups: [], record };
  return { state, effects: [{ type: 'save' }, { type: 'end', record }] };
}
