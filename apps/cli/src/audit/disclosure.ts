/** @module `muster audit disclose` and `verify-disclosure`: what an entry hides, in one file for somebody else. */
import {
  type DisclosedPart,
  formatDisclosure,
  type HiddenClass,
  opensCommitment,
  proveEntry,
  readEvent,
  verifyDisclosure,
} from '@muster/audit';
import { MusterError } from '@muster/errors';
import { readVault } from '@muster/store';
import { AUDIT_EXIT, type AuditExit, exitOfFindings } from './audit-exit.ts';
import { readInput, readPolicy, refuseToOverwrite, sourceOf, writeAtomically } from './audit-files.ts';
import { type ReadOptions, type ShownEntry, shownEntry } from './entries.ts';
import { type TellOptions, type Told, tell } from './told.ts';
import { vaultAt } from './vault-place.ts';

export interface DiscloseOptions extends ReadOptions, TellOptions {
  /** Folder of a site or a coordinator, or the database itself. */
  readonly vault: string;
  readonly out: string;
  /** Both that the entry has, without it. */
  readonly class?: HiddenClass;
}

export interface Disclosed extends ShownEntry, Told {
  readonly file: string;
  readonly origin: string;
  readonly size: number;
  readonly classes: readonly HiddenClass[];
}

/** Rejects with NOT_FOUND where the vault has not, or not any more, what the entry hides; CONFLICT, and like `proveEntry`. */
export async function disclose(where: string, index: number, options: DiscloseOptions): Promise<Disclosed> {
  const policy = await readPolicy(options.policy);
  await refuseToOverwrite(options.out);
  const { database, keeper } = await vaultAt(options.vault);
  const { proof, entry, origin, size } = await proveEntry(await sourceOf(where, options), policy, index);
  const disclosed = partsOf(entry, index, database, options.class);
  const classes = disclosed.map((part) => part.class);
  const [first, second] = classes;
  const told = await tell(
    keeper,
    {
      name: 'proof.issued',
      data: { index, disclosed: second ? 'both' : (first ?? 'none') },
      of: `${origin}#${index}`,
    },
    options,
  );
  await writeAtomically(options.out, formatDisclosure({ proof, entry, disclosed }));
  return { file: options.out, origin, size, classes, ...told, ...shownEntry({ index, entry }) };
}

function partsOf(
  entry: Uint8Array,
  index: number,
  database: string,
  only: HiddenClass | undefined,
): readonly DisclosedPart[] {
  const event = readEvent(entry);
  const classes = (['conf', 'pii'] as const).filter(
    (hidden) => event[`fl${hidden}`] !== undefined && (only ?? hidden) === hidden,
  );
  if (classes.length === 0)
    throw new MusterError('INVALID_ARGUMENT', `entry ${index} hides nothing${only ? ` of ${only}` : ''}`);
  using vault = readVault(database);
  return classes.map((hidden) => {
    const commitment = event[`fl${hidden}`] ?? '';
    const secret = vault.find(commitment);
    if (!secret)
      throw new MusterError(
        'NOT_FOUND',
        `the vault has not what entry ${index} hides (${hidden}): it is another party's, or was erased`,
      );
    const { salt, payload } = secret;
    if (!opensCommitment(Buffer.from(commitment, 'base64'), payload, salt))
      throw new MusterError(
        'STORAGE_CORRUPT',
        `the vault has something else than entry ${index} hides (${hidden})`,
      );
    return { class: hidden, salt, payload };
  });
}

export interface VerifiedFile extends ShownEntry {
  readonly ok: boolean;
  readonly exit: AuditExit;
  readonly origin: string;
  readonly size: number;
  readonly cosignedBy: readonly string[];
  readonly disclosed: readonly { readonly class: HiddenClass; readonly payload: unknown }[];
  /** What is wrong with the witnesses of the checkpoint, and what is not known. */
  readonly findings: readonly { readonly kind: string; readonly message: string }[];
}

/** Rejects with AUDIT_PROOF_INVALID where salt, payload, entry or proof is another one, and as `verifyDisclosure`. */
export async function verifyDisclosureFile(
  file: string,
  policyFile: string | undefined,
): Promise<VerifiedFile> {
  const policy = await readPolicy(policyFile);
  const bytes = await readInput(file);
  const { index, event, checkpoint, cosigners, findings, disclosed } = verifyDisclosure(
    bytes,
    policy,
    Math.floor(Date.now() / 1000),
  );
  const exit = exitOfFindings(findings);
  const { origin, size } = checkpoint;
  return {
    ok: exit === AUDIT_EXIT.ok,
    exit,
    index,
    event,
    origin,
    size,
    cosignedBy: cosigners.map(({ name }) => name),
    disclosed: disclosed.map(({ class: hidden, payload }) => ({ class: hidden, payload })),
    findings: findings.map(({ kind, message }) => ({ kind, message })),
  };
}
