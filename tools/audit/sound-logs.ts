/**
 * @module Whether the logs that daemons have left are as `muster audit verify --full --site` wants them: every byte, every signature, every
 * rule, and both parties' logs beside each other. End-to-end tests have it looked at whenever a coordinator has stopped.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeBundle,
  type LogPolicy,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  quorumPolicy,
  readEvent,
  verifyLog,
} from '@muster/audit';
import { LogCopy } from './log-copy.ts';

/** In words; none if all is well. `sites`: folders of sites, of which those of other federations are passed over. */
export async function unsoundness(coordinator: string, sites: readonly string[]): Promise<readonly string[]> {
  const newest = newestEpoch(join(coordinator, 'data', 'audit'));
  if (newest === undefined) return [];
  const log = LogCopy.of(newest);
  const origin = originOf(log);
  const policy = policyOf(log);
  const own = sites.flatMap((site) => {
    const folder = newestEpoch(join(site, 'state', 'audit'));
    const copy = folder === undefined ? undefined : LogCopy.of(folder);
    if (!folder || !copy?.files.has('checkpoint') || !isOf(originOf(copy), origin)) return [];
    return [{ folder, copy }];
  });
  const alone = own.length === 0 ? [{ folder: newest, copy: undefined }] : own;
  const reports = await Promise.all(
    alone.map(async ({ folder, copy }) => {
      const { findings } = await verifyLog({
        source: log,
        policy,
        nowS: Math.floor(Date.now() / 1000),
        maxAgeS: null,
        depth: 'events',
        ...(copy ? { site: copy } : {}),
      });
      return findings
        .filter(({ kind }) => kind !== 'warning')
        .map((finding) => `${folder}: ${JSON.stringify(finding)}`);
    }),
  );
  return reports.flat();
}

function newestEpoch(folder: string): string | undefined {
  const epochs = existsSync(folder) ? readdirSync(folder).map(Number).filter(Number.isInteger) : [];
  return epochs.length === 0 ? undefined : join(folder, `${Math.max(...epochs)}`);
}

function originOf(log: LogCopy): string {
  return parseCheckpoint(parseNote(log.at('checkpoint')).text).origin;
}

/** A site's log is in the name of its federation's. */
function isOf(site: string, federation: string): boolean {
  return site.startsWith(`${federation.slice(0, federation.lastIndexOf('/'))}/site/`);
}

/** The key is the one that the log names itself: whose it is the tests know. Quorums have tests of their own. */
function policyOf(log: LogCopy): LogPolicy {
  const { size } = parseCheckpoint(parseNote(log.at('checkpoint')).text);
  const path = size >= 256 ? 'tile/entries/000' : `tile/entries/000.p/${size}`;
  const [first] = decodeBundle(log.at(path), Math.min(size, 256));
  const { data } = readEvent(first ?? new Uint8Array());
  const key = parseVerifierKey('key' in data ? data.key : '');
  return quorumPolicy([{ key, url: null }], [], 0);
}
