/** @module The text of a trust policy (C2SP tlog-policy, "Policy file syntax and structure"). */
import { MusterError } from '@muster/errors';
import {
  type LogPolicy,
  NO_QUORUM,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
} from './log-policy.ts';
import { decodeUtf8, parseDecimal } from './strict-text.ts';
import {
  formatVerifierKey,
  parseVerifierKey,
  type SignatureType,
  sameKey,
  supportsType,
  typeOfKeyText,
  type VerifierKey,
} from './verifier-key.ts';

/** Logs, witnesses or groups in one policy; the specification asks for at least 32 of each. */
const ENTRIES_MAX = 256;
const POLICY_BYTES_MAX = 1024 * 1024;

/** The policy as text, one line to a log, a witness, a group, and the quorum last. `parseLogPolicy` reads it back. */
export function formatLogPolicy({ logs, witnesses, groups, quorum }: LogPolicy): string {
  const words = [
    ...logs.map(({ key, url }) => ['log', formatVerifierKey(key), url]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, formatVerifierKey(key), url]),
    ...groups.map(({ name, threshold, members }) => ['group', name, threshold, ...members]),
    ['quorum', quorum],
  ];
  const text = words.map((line) => `${line.filter((word) => word !== null).join(' ')}\n`).join('');
  parseLogPolicy(Buffer.from(text));
  return text;
}

/**
 * The policy that a file holds (C2SP tlog-policy, "Policy file syntax and structure"). Throws AUDIT_POLICY_INVALID, with the line, for a
 * control character but tab and newline, a last line without newline, an unknown keyword, a malformed key or one of a type
 * that does not fit, a name or a key that is there twice, a group of names not defined before it or of which one is a
 * member already, a threshold that the group cannot meet, none or several quorum lines, more than 256 of a kind. The specification
 * lets names be any octets; here they are UTF-8, since people read them. A log's key of ML-DSA-44 is passed over where the runtime lacks it (`supports`).
 */
export function parseLogPolicy(bytes: Uint8Array, supports = supportsType): LogPolicy {
  const text = bytes.length <= POLICY_BYTES_MAX ? decodeUtf8(bytes) : null;
  if (text === null) throw new MusterError('AUDIT_POLICY_INVALID', 'a policy is UTF-8 text of at most 1 MiB');
  const reader = new PolicyReader(supports);
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    try {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line))
        throw fault('a control character but tab and newline');
      const words = line.split(/[ \t]+/).filter((word) => word !== '');
      if (words[0]?.startsWith('#') === false) reader.read(words);
      if (i === lines.length - 1 && line !== '') throw fault('the last line does not end in a newline');
    } catch (error) {
      if (!(error instanceof MusterError)) throw error;
      throw new MusterError('AUDIT_POLICY_INVALID', `line ${i + 1} of the policy: ${error.message}`, {
        detail: { line: i + 1 },
        cause: error,
      });
    }
  });
  return reader.policy();
}

/** What the lines so far have defined. */
class PolicyReader {
  readonly #supports: (type: SignatureType) => boolean;
  readonly #logs: PolicyLog[] = [];
  readonly #witnesses: PolicyWitness[] = [];
  readonly #groups: PolicyGroup[] = [];
  readonly #names = new Set<string>();
  readonly #members = new Set<string>();
  #quorum: string | null = null;

  constructor(supports: (type: SignatureType) => boolean) {
    this.#supports = supports;
  }

  read([keyword, ...words]: readonly string[]): void {
    switch (keyword) {
      case 'log':
        this.#log(words);
        break;
      case 'witness':
        this.#witness(words);
        break;
      case 'group':
        this.#group(words);
        break;
      case 'quorum':
        this.#readQuorum(words);
        break;
      default:
        throw fault(`"${keyword}" begins no line of a policy; known: log, witness, group, quorum`);
    }
  }

  policy(): LogPolicy {
    if (this.#quorum === null) throw fault('the policy has no quorum line');
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum };
  }

  #log([vkey = '', url, ...more]: readonly string[]): void {
    if (more.length > 0) throw fault('a log is: log <vkey> [<url>]');
    // The second signature of a log, where this runtime can verify the first alone.
    if (typeOfKeyText(vkey) === 'subtree/v1' && !this.#supports('subtree/v1')) return;
    const key = this.#key(vkey, ['ed25519', 'subtree/v1'], this.#logs);
    this.#logs.push({ key, url: url ?? null });
  }

  #witness([name = '', vkey = '', url, ...more]: readonly string[]): void {
    if (vkey === '' || more.length > 0) throw fault('a witness is: witness <name> <vkey> [<url>]');
    this.#define(name);
    const key = this.#key(vkey, ['cosignature/v1', 'subtree/v1'], this.#witnesses);
    this.#witnesses.push({ name, key, url: url ?? null });
  }

  #group([name = '', rule = '', ...members]: readonly string[]): void {
    if (members.length === 0) throw fault('a group is: group <name> all|any|<k> <member>...');
    const thresholds: ReadonlyMap<string, number> = new Map([
      ['all', members.length],
      ['any', 1],
    ]);
    const threshold = thresholds.get(rule) ?? parseDecimal(rule);
    if (threshold === null || threshold < 1 || threshold > members.length)
      throw fault(`of ${members.length} members, "${rule}" cannot be asked for`);
    for (const member of members) {
      if (!this.#names.has(member)) throw fault(`"${member}" is not defined before its group`);
      if (this.#members.has(member)) throw fault(`"${member}" is a member of a group already`);
      this.#members.add(member);
    }
    this.#define(name);
    if (this.#groups.length === ENTRIES_MAX) throw fault(`more than ${ENTRIES_MAX} groups`);
    this.#groups.push({ name, threshold, members });
  }

  #readQuorum([name = '', ...more]: readonly string[]): void {
    if (more.length > 0 || this.#quorum !== null) throw fault('a policy has one line: quorum <name>');
    if (name !== NO_QUORUM && !this.#names.has(name))
      throw fault(`"${name}" is not defined before the quorum`);
    this.#quorum = name;
  }

  #define(name: string): void {
    if (name === NO_QUORUM || this.#names.has(name)) throw fault(`the name "${name}" is taken`);
    this.#names.add(name);
  }

  #key(vkey: string, types: readonly SignatureType[], among: readonly PolicyLog[]): VerifierKey {
    if (among.length === ENTRIES_MAX) throw fault(`more than ${ENTRIES_MAX} of a kind`);
    const key = parseVerifierKey(vkey);
    if (!types.includes(key.type))
      throw fault(`a key of type ${key.type} is none of a log's or of a witness's, as this line needs`);
    if (among.some((other) => Buffer.compare(other.key.publicKey, key.publicKey) === 0))
      throw fault(`the key of ${key.name} is there twice`);
    if ([...this.#logs, ...this.#witnesses].some((other) => sameKey(other.key, key)))
      throw fault(`two keys have the name ${key.name} and the id ${key.id}`);
    return key;
  }
}

function fault(message: string): MusterError {
  return new MusterError('AUDIT_POLICY_INVALID', message);
}
