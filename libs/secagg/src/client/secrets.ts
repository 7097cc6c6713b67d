/** @module Which bytes of a state are secret, and are overwritten when it ends. */
import type { ClientState } from './client-state.ts';

export function secretsOf(state: ClientState): readonly Uint8Array[] {
  switch (state.phase) {
    case 'idle':
    case 'aborted':
      return [];
    case 'advertised':
      return Object.values(state.secrets);
    case 'rostered':
      return [...Object.values(state.secrets), ...inboxKeys(state)];
    case 'masked':
    case 'signed':
      return inboxKeys(state);
    case 'revealed':
      return [...state.unmask.b, ...state.unmask.sk].map(({ v }) => v);
    default:
      return state satisfies never;
  }
}

function inboxKeys({ place }: Extract<ClientState, { place: unknown }>): readonly Uint8Array[] {
  return place.neighbours.map(({ inboxKey }) => inboxKey);
}
