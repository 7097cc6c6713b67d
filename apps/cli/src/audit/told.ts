/**
 * @module What was handed out is told to the log of whoever hands it out: a site's by its own keys, beside its agent or without one, the
 * coordinator's by its API.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Exported, IssuedProof, VerifiedLog } from '@muster/api';
import type { EventDraft } from '@muster/audit';
import { asMusterError } from '@muster/errors';
import { connect } from '../connection.ts';
import type { Keeper } from './vault-place.ts';

export interface TellOptions {
  /** Of an operator; else that of the coordinator's folder. */
  readonly credential?: string;
  readonly passphraseFile?: string;
  /** Who hands it out, at a site; goes to its vault. */
  readonly by?: string;
  readonly why?: string;
}

/** Something that was handed out, in the words of the catalogue. */
export type HandedOut =
  | { readonly name: 'proof.issued'; readonly data: IssuedProof; readonly of: string }
  | { readonly name: 'data.exported'; readonly data: Exported }
  | { readonly name: 'log.accessed'; readonly data: VerifiedLog };

/** Where the log tells of it, or why it does not. */
export interface Told {
  /** ORIGIN#INDEX. */
  readonly logged: string | null;
  readonly notLogged: string | null;
}

/** What a coordinator that does not run cannot be told is said to the person. Rejects where a site's own log cannot be told: then nothing is handed out. */
export async function tell(
  keeper: Keeper | undefined,
  handed: HandedOut,
  options: TellOptions,
): Promise<Told> {
  if (!keeper) return { logged: null, notLogged: 'no folder of a site or a coordinator was named' };
  const { kind, directory } = keeper;
  if (kind === 'site') return { logged: await atSite(directory, handed, options), notLogged: null };
  try {
    return { logged: await atCoordinator(directory, handed, options), notLogged: null };
  } catch (thrown) {
    const { code, message } = asMusterError(thrown);
    return { logged: null, notLogged: `${message} (${code})` };
  }
}

export function toldText({ logged, notLogged }: Told): string {
  return logged === null ? `No log tells of it: ${notLogged}.` : `The log tells of it: ${logged}.`;
}

async function atSite(directory: string, handed: HandedOut, options: TellOptions): Promise<string> {
  const { withOwnLog } = await import('@muster/agent');
  return await withOwnLog(directory, options, ({ log, acts }) => {
    const acting = acts(options);
    return `${log.origin}#${log.record({ ...acting, ...draftOf(handed, log.origin) }).index}`;
  });
}

async function atCoordinator(
  directory: string,
  handed: HandedOut,
  { credential }: TellOptions,
): Promise<string> {
  const own = join(directory, 'operator.json');
  const file = credential ?? (existsSync(own) ? own : undefined);
  const api = connect(file === undefined ? {} : { credential: file });
  const { origin, index } = await toldBy(api, handed);
  return `${origin}#${index}`;
}

async function toldBy(api: ReturnType<typeof connect>, handed: HandedOut) {
  switch (handed.name) {
    case 'proof.issued':
      return await api.proofIssued(handed.data);
    case 'data.exported':
      return await api.exported(handed.data);
    case 'log.accessed':
      return await api.verified(handed.data);
  }
}

/** The event of it in the log `own`. */
function draftOf(handed: HandedOut, own: string): Pick<EventDraft, 'name' | 'data' | 'refs'> {
  switch (handed.name) {
    case 'proof.issued':
      return { name: handed.name, data: handed.data, refs: [handed.of] };
    case 'data.exported':
      return { name: handed.name, data: handed.data };
    case 'log.accessed': {
      const { origin, ...said } = handed.data;
      const data = { ...said, how: 'verified', ...(origin === own ? {} : { origin }) } as const;
      return { name: handed.name, data };
    }
  }
}
