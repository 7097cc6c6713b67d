/**
 * @module What was handed out is told to the log of whoever hands it out: a site's by its own keys, beside its agent or without one, the
 * coordinator's by its API.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Exported, IssuedProof } from '@muster/api';
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
  | { readonly name: 'data.exported'; readonly data: Exported };

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
    const { index } =
      handed.name === 'proof.issued'
        ? log.record({ ...acting, name: handed.name, data: handed.data, refs: [handed.of] })
        : log.record({ ...acting, name: handed.name, data: handed.data });
    return `${log.origin}#${index}`;
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
  const { origin, index } =
    handed.name === 'proof.issued' ? await api.proofIssued(handed.data) : await api.exported(handed.data);
  return `${origin}#${index}`;
}
