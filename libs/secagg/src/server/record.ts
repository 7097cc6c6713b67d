/** @module What a round has come to, also one that is cut short: for the run's record and the audit log. */
import { recordOf } from './ended-group.ts';
import type { GroupRecord, GroupState, SecureRecord, ServerState } from './server-state.ts';

/** Of a round that goes on: what it has come to so far, as if it were given up. */
export function recordOfRound(state: ServerState): SecureRecord {
  switch (state.phase) {
    case 'ended':
      return state.record;
    case 'collectKeys': {
      const { invited, members, aborts } = state;
      return {
        code: '',
        reason: '',
        invited: invited.length,
        advertised: members.length,
        groups: [],
        aborts,
      };
    }
    case 'groups': {
      const groups = state.groups.map(groupRecord);
      const advertised = groups.reduce((sum, { stages }) => sum + stages.advertised, 0);
      return { code: '', reason: '', invited: state.invited, advertised, groups, aborts: state.aborts };
    }
    default:
      return state satisfies never;
  }
}

function groupRecord(group: GroupState): GroupRecord {
  return 'record' in group ? group.record : { ...recordOf(group), outcome: 'aborted' };
}
