/** @module One line a person reads for an event of a run. The kinds are those that apps/coordinator/src/run-events.ts writes. */
import type { RunEvent } from '@muster/api';
import { bytes, percent, progress } from '../output.ts';

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : String(value);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const field = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' ? Reflect.get(value, name) : undefined;

/** The line for an event; undefined for kinds that a person need not see. */
export function eventLine(event: RunEvent): string | undefined {
  const { data } = event;
  const at = event.at.slice(11, 19);
  switch (event.kind) {
    case 'run-status':
      return `${at}  run ${text(data.status)}${data.reason ? `: ${text(data.reason)}` : ''}`;
    case 'round-opened': {
      const attempt = number(data.attempt) ?? 1;
      return `${at}  round ${text(data.round)}${attempt > 1 ? ` (attempt ${attempt})` : ''} opened for ${list(data.cohort).join(', ')}`;
    }
    case 'site-refused':
      return `${at}    ${text(data.site)} refused: ${text(data.code)} ${text(data.reason)}`;
    case 'site-progress':
      return `${at}    ${text(data.site)} ${text(data.phase)} ${progress(number(data.fraction))}`;
    case 'update-received':
      return `${at}    ${text(data.site)} update received, ${bytes(number(data.bytes) ?? 0)}`;
    case 'update-rejected':
      return `${at}    ${text(data.site)} update rejected: ${text(data.code)} ${text(data.reason)}`;
    case 'round-closed':
      return roundLine(at, data);
    case 'evaluation':
      return `${at}    evaluated at the sites: accuracy ${percent(number(data.accuracy))}, loss ${text(number(data.loss)?.toFixed(4))}, ${text(data.sites)} sites`;
    default:
      return undefined;
  }
}

function roundLine(at: string, data: Record<string, unknown>): string {
  const members = list(data.members);
  const counted = members.filter((member) => field(member, 'outcome') === 'counted');
  const others = members.filter((member) => field(member, 'outcome') !== 'counted');
  const accuracy = number(data.accuracy);
  const parts = [
    `${at}  round ${text(data.round)} ${text(data.status)}`,
    `${counted.length} of ${members.length} counted`,
    ...(accuracy === null ? [] : [`accuracy ${percent(accuracy)}`]),
    ...(number(data.loss) === null ? [] : [`loss ${number(data.loss)?.toFixed(4)}`]),
    `up ${bytes(number(data.bytesUp) ?? 0)}, down ${bytes(number(data.bytesDown) ?? 0)}`,
    `${(number(data.seconds) ?? 0).toFixed(1)} s`,
  ];
  const why = others.map(
    (member) =>
      `\n            ${text(field(member, 'site'))}: ${text(field(member, 'outcome'))} ${text(field(member, 'code'))} ${text(field(member, 'reason'))}`,
  );
  return parts.join(' | ') + why.join('');
}
