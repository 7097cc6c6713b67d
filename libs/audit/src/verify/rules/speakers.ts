/**
 * @module Who may say what in a log: whoever keeps it, and in a federation's the sites, each of its own part and of itself alone. Whatever else a
 * site has signed could change what the log says of others: their keys, their models, who belongs to the federation.
 */
import { type AnyLogged, siteOf } from './rule-report.ts';

/** What sites say in a federation's log, and only they. */
const OF_SITES: ReadonlySet<string> = new Set([
  'task.accepted',
  'task.refused',
  'dataset.accessed',
  'privacy.budget_spent',
  'privacy.budget_refused',
  'update.released',
  'consent.scope_changed',
]);
/** What sites may say there besides. */
const OF_BOTH: ReadonlySet<string> = new Set([
  'policy.changed',
  'policy.acknowledged',
  'key.rotated',
  'key.revoked',
]);
/** Keys of a site that a federation's log knows; that of the site's own log is changed there. */
const HOLDERS: ReadonlySet<string> = new Set(['site', 'witness']);

/** Whether the source of an event may say it in the log that `keeper`, the source of the first entry, keeps. */
export function maySay({ name, event }: AnyLogged, keeper: string): boolean {
  const { source, data } = event;
  if (federationOf(source) !== federationOf(keeper)) return false;
  const speaker = siteOf(source);
  const about = 'site' in data ? data.site : undefined;
  const isAboutItself = speaker === undefined || about === undefined || about === speaker;
  if (siteOf(keeper) !== undefined) return isAboutItself && (source === keeper || source === `${keeper}/out`);
  if (speaker === undefined) return source === keeper && !OF_SITES.has(name);
  if (!source.endsWith('/out') || !isAboutItself) return false;
  if ('holder' in data) return about === speaker && HOLDERS.has(data.holder);
  return OF_SITES.has(name) || OF_BOTH.has(name);
}

/** `//FEDERATION` of a source. */
export function federationOf(source: string): string {
  return source.split('/').slice(0, 3).join('/');
}
