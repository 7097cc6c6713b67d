/** @module `muster audit erase`: at a site beside its agent, at a coordinator by its API. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ErasureRequest, type ErasureView, erasureRequestSchema } from '@muster/api';
import type { ErasureBasis, HiddenClass } from '@muster/audit';
import { MusterError } from '@muster/errors';
import { connect } from '../connection.ts';
import { keeperAt } from './vault-place.ts';

export interface EraseOptions {
  readonly dir: string;
  readonly index?: readonly number[];
  readonly class?: HiddenClass;
  readonly person?: string;
  readonly basis: ErasureBasis;
  readonly case?: string;
  readonly by?: string;
  readonly why?: string;
  /** A day, as in 2027-12-31. */
  readonly received?: string;
  readonly credential?: string;
  readonly passphraseFile?: string;
}

/** Rejects with INVALID_ARGUMENT, NOT_FOUND where there is nothing to erase, and what the API and the store do. */
export async function erase(options: EraseOptions): Promise<ErasureView> {
  const request = requestOf(options);
  const keeper = keeperAt(options.dir);
  if (keeper?.kind === 'site') return await eraseInFolder(keeper.directory, request, options);
  if (keeper?.kind === 'coordinator' && options.by !== undefined)
    throw new MusterError(
      'INVALID_ARGUMENT',
      '--by is of a site: a coordinator knows its operators by their credentials',
    );
  if (keeper?.kind === 'coordinator') {
    const own = join(keeper.directory, 'operator.json');
    const credential = options.credential ?? (existsSync(own) ? own : undefined);
    return await connect(credential === undefined ? {} : { credential }).erase(request);
  }
  throw new MusterError(
    'NOT_FOUND',
    `${options.dir} is neither the folder of a site nor that of a coordinator`,
  );
}

function requestOf({ index, person, basis, why, received, ...options }: EraseOptions): ErasureRequest {
  const parsed = erasureRequestSchema.safeParse({
    ...(index === undefined || index.length === 0 ? {} : { entries: index }),
    ...(options.class === undefined ? {} : { class: options.class }),
    ...(person === undefined ? {} : { person }),
    basis,
    ...(options.case === undefined ? {} : { case: options.case }),
    ...(why === undefined ? {} : { why }),
    ...(received === undefined ? {} : { receivedOn: received }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  const where = field === 'receivedOn' ? '--received' : field;
  throw new MusterError(
    'INVALID_ARGUMENT',
    `${where === '' ? '' : `${where}: `}${issue?.message ?? 'no such erasure'}`,
  );
}

async function eraseInFolder(
  directory: string,
  { entries, class: hidden, person, basis, receivedOn, ...request }: ErasureRequest,
  { by, passphraseFile }: EraseOptions,
): Promise<ErasureView> {
  const { eraseAtSite } = await import('@muster/agent');
  const { caseId, ...erased } = await eraseAtSite(
    directory,
    {
      target:
        person === undefined
          ? { entries: entries ?? [], ...(hidden ? { hidden } : {}) }
          : { person: [person] },
      basis,
      caseId: request.case,
      by,
      why: request.why,
      receivedMs: receivedOn === undefined ? undefined : Date.parse(`${receivedOn}T23:59:59Z`),
    },
    { passphraseFile },
  );
  return { case: caseId, ...erased, entries: [...erased.entries], completed: [...erased.completed] };
}
