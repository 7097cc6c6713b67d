/** @module One line a person reads for an event of a run. */
import type { RunEvent } from '@muster/api';
import { bytes, percent, progress } from '../output.ts';

/** The line for an event; undefined for kinds that a person need not see. */
export function eventLine({ at: iso, kind, data }: RunEvent): string | undefined {
  const at = iso.slice(11, 19);
  switch (kind) {
    case 'run-status':
      return `${at}  run ${data.status}${data.reason ? `: ${data.reason}` : ''}`;
    case 'round-opened':
      return `${at}  round ${data.round}${data.attempt > 1 ? ` (attempt ${data.attempt})` : ''} opened for ${data.cohort.join(', ')}`;
    case 'site-refused':
      return `${at}    ${data.site} refused: ${data.code} ${data.reason}`;
    case 'site-failed':
      return `${at}    ${data.site} failed: ${data.code} ${data.reason}`;
    case 'site-progress':
      return `${at}    ${data.site} ${data.phase} ${progress(data.fraction)}`;
    case 'update-received':
      return `${at}    ${data.site} update received, ${bytes(data.bytes)}`;
    case 'update-rejected':
      return `${at}    ${data.site} update rejected: ${data.code} ${data.reason}`;
    case 'round-closed':
      return roundLine(at, data);
    case 'evaluation': {
      const down = data.bytesDown === undefined ? '' : `, down ${bytes(data.bytesDown)}`;
      return `${at}    evaluated at the sites: accuracy ${percent(data.accuracy ?? null)}, loss ${data.loss?.toFixed(4) ?? ''}, ${data.sites} sites${down}`;
    }
    default:
      return kind satisfies never;
  }
}

function roundLine(at: string, data: Extract<RunEvent, { kind: 'round-closed' }>['data']): string {
  const { members, accuracy, loss } = data;
  const counted = members.filter(({ outcome }) => outcome === 'counted');
  const others = members.filter(({ outcome }) => outcome !== 'counted');
  const parts = [
    `${at}  round ${data.round} ${data.status}`,
    `${counted.length} of ${members.length} counted`,
    ...(accuracy === undefined ? [] : [`accuracy ${percent(accuracy)}`]),
    ...(loss === undefined ? [] : [`loss ${loss.toFixed(4)}`]),
    ...(data.evaluationFailed ? [`not evaluated: ${data.evaluationFailed}`] : []),
    `up ${bytes(data.bytesUp)}, down ${bytes(data.bytesDown)}`,
    `${data.seconds.toFixed(1)} s`,
  ];
  const why = others.map(
    ({ site, outcome, code, reason }) => `\n            ${site}: ${outcome} ${code} ${reason}`,
  );
  return parts.join(' | ') + why.join('');
}
