/**
 * @module Open Cybersecurity Schema Framework, for the tools of a security operations centre: JSON Lines of OCSF 1.6.0 (https://schema.ocsf.io/1.6.0).
 * Logins are Authentication, operators that come and go are Account Change, the rest is API Activity; what OCSF has no field for is in
 * `unmapped`, by our names.
 */
import { type AuditEvent, type EventName, nameOf } from '@muster/audit';
import type { ExportedEvent, ExportFormat } from './export-row.ts';

export const OCSF_VERSION = '1.6.0';

const API_ACTIVITY = {
  class_uid: 6003,
  class_name: 'API Activity',
  category_uid: 6,
  category_name: 'Application Activity',
};
const IAM = { category_uid: 3, category_name: 'Identity & Access Management' };
const AUTHENTICATION = { class_uid: 3002, class_name: 'Authentication', ...IAM };
const ACCOUNT_CHANGE = { class_uid: 3001, class_name: 'Account Change', ...IAM };

type Activity = readonly [id: number, name: string];
const CREATE: Activity = [1, 'Create'];
const READ: Activity = [2, 'Read'];
const UPDATE: Activity = [3, 'Update'];
const DELETE: Activity = [4, 'Delete'];
const OTHER: Activity = [99, 'Other'];

/** What of API Activity an event is, where it is not an update. */
const ACTIVITIES: Partial<Record<EventName, Activity>> = {
  'site.enrolled': CREATE,
  'task.offered': CREATE,
  'aggregate.produced': CREATE,
  'model.published': CREATE,
  'incident.opened': CREATE,
  'log.epoch_started': CREATE,
  'dataset.accessed': READ,
  'update.released': READ,
  'data.exported': READ,
  'log.accessed': READ,
  'proof.issued': READ,
  'witness.checkpoint_seen': READ,
  'site.left': DELETE,
  'key.revoked': DELETE,
  'model.retired': DELETE,
  'privacy.erasure_completed': DELETE,
  'retention.pruned': DELETE,
  'witness.fork_detected': OTHER,
  'audit.write_failed': OTHER,
  'clock.skew': OTHER,
};

const FAILED: ReadonlySet<EventName> = new Set([
  'task.refused',
  'privacy.budget_refused',
  'update.rejected',
  'secagg.aborted',
  'round.abandoned',
  'auth.failed',
  'audit.write_failed',
]);

const SEVERITIES: Partial<Record<EventName, readonly [id: number, name: string]>> = {
  'witness.fork_detected': [5, 'Critical'],
  'breach.notified': [5, 'Critical'],
  'incident.opened': [4, 'High'],
  'audit.write_failed': [4, 'High'],
  'auth.locked': [3, 'Medium'],
  'key.revoked': [3, 'Medium'],
  'site.suspended': [3, 'Medium'],
  'auth.failed': [2, 'Low'],
  'update.rejected': [2, 'Low'],
  'witness.stale': [2, 'Low'],
};

/** An event a line; what is no event of the catalogue is left out: it says nothing that OCSF has a word for. */
export function ocsfLines(): ExportFormat {
  let origin = '';
  return {
    begin(log) {
      origin = log.origin;
      return '';
    },
    entry: ({ index, event }) => (event ? `${JSON.stringify(ocsfEvent({ index, event }, origin))}\n` : ''),
    end: () => '',
  };
}

/** One event of a log as OCSF has it. */
export function ocsfEvent(
  { index, event }: ExportedEvent,
  origin: string,
): Readonly<Record<string, unknown>> {
  const name = nameOf(event);
  const { kind, activity, more } = classOf(name, event);
  const [severity_id, severity] = SEVERITIES[name] ?? [1, 'Informational'];
  const isFailed = FAILED.has(name);
  const { class_uid, class_name } = kind;
  return {
    ...kind,
    activity_id: activity[0],
    activity_name: activity[1],
    type_uid: class_uid * 100 + activity[0],
    type_name: `${class_name}: ${activity[1]}`,
    severity_id,
    severity,
    status_id: isFailed ? 2 : 1,
    status: isFailed ? 'Failure' : 'Success',
    time: Date.parse(event.time),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Muster', vendor_name: 'Muster', uid: 'muster' },
      uid: event.id,
      event_code: event.type,
      log_name: origin,
      log_provider: 'muster audit',
      original_time: event.time,
      sequence: event.flseq,
      ...(event.subject === undefined ? {} : { correlation_uid: event.subject }),
    },
    actor: actorOf(event),
    src_endpoint: { uid: event.source, name: event.source },
    ...more,
    unmapped: {
      index,
      entry: `${origin}#${index}`,
      data: event.data,
      flprev: event.flprev,
      flsig: event.flsig,
      ...(event.flref === undefined ? {} : { flref: event.flref }),
      ...(event.flbasis === undefined ? {} : { flbasis: event.flbasis }),
      ...(event.flconf === undefined ? {} : { flconf: event.flconf }),
      ...(event.flpii === undefined ? {} : { flpii: event.flpii }),
    },
  };
}

function classOf(
  name: EventName,
  event: AuditEvent,
): {
  readonly kind: typeof API_ACTIVITY;
  readonly activity: Activity;
  readonly more: Readonly<Record<string, unknown>>;
} {
  const { data } = event;
  if (name === 'auth.failed' || name === 'auth.succeeded') {
    const detail = 'reason' in data ? { status_detail: data.reason } : {};
    return {
      kind: AUTHENTICATION,
      activity: [1, 'Logon'],
      more: { user: userOf(event.flactor), service: { name: 'muster' }, ...detail, ...countOf(event) },
    };
  }
  if (name === 'auth.locked')
    return {
      kind: ACCOUNT_CHANGE,
      activity: [9, 'Lock'],
      more: { user: userOf(event.flactor), ...countOf(event) },
    };
  if (name === 'admin.action' && 'action' in data) {
    const who = data.target?.type === 'operator' ? data.target.id : undefined;
    if (data.action === 'operator-added')
      return { kind: ACCOUNT_CHANGE, activity: [1, 'Create'], more: { user: userOf(who) } };
    if (data.action === 'operator-removed')
      return { kind: ACCOUNT_CHANGE, activity: [6, 'Delete'], more: { user: userOf(who) } };
  }
  const operation = name === 'admin.action' && 'action' in data ? `${name}:${data.action}` : name;
  const uid = event.subject ?? ('site' in data ? `site/${data.site}` : undefined);
  return {
    kind: API_ACTIVITY,
    activity: ACTIVITIES[name] ?? UPDATE,
    more: {
      api: { operation, service: { name: 'muster' }, version: 'v1' },
      ...(uid === undefined ? {} : { resources: [{ uid, type: uid.split('/')[0] }] }),
    },
  };
}

/** Pseudonyms: who is behind one, the vault of its party knows. */
function actorOf({ flactor, flrole, source }: AuditEvent): Readonly<Record<string, unknown>> {
  const app = { app_name: flrole, app_uid: source };
  return flactor === undefined ? app : { ...app, user: userOf(flactor) };
}

function userOf(uid: string | undefined): Readonly<Record<string, unknown>> {
  return uid === undefined ? { uid: 'unknown', type_id: 0 } : { uid, type_id: 99, type: 'Pseudonym' };
}

function countOf({ data }: AuditEvent): { readonly count?: number } {
  return 'count' in data ? { count: data.count } : {};
}
