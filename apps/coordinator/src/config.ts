/** @module coordinator.yaml: one schema from which defaults, checks and documentation come. */
import { parseVerifierKey, RETENTION_DEFAULTS } from '@muster/audit';
import { datasetConfigSchema } from '@muster/data';
import { isLoopback } from '@muster/transport';
import { z } from 'zod';

const megabytes = z.number().positive().meta({ unit: 'MiB' });
const seconds = (least: number, most: number) => z.number().min(least).max(most).meta({ unit: 's' });

const months = z.int().min(1).max(1_200).meta({ unit: 'months' });
const count = (most: number) => z.int().min(1).max(most);

const datasets = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, at most 64'),
  datasetConfigSchema,
);

const witness = z.strictObject({
  name: z
    .string()
    .regex(
      /^(?!s-[0-9a-f]{16}$|none$|quorum-of-witnesses$)[a-z0-9][a-z0-9.-]{0,63}$/,
      'no name for a witness',
    )
    .describe('What it is called in the policy'),
  key: z
    .string()
    .refine(isWitnessKey, 'no verifier key of a witness: NAME+ID+KEY')
    .describe('Its verifier key, as `muster audit witness init` prints it'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(512)
    .refine(isSafe, 'https://, or http:// to this machine')
    .describe('Where `add-checkpoint` is below'),
});

function isWitnessKey(text: string): boolean {
  try {
    return parseVerifierKey(text).type !== 'ed25519';
  } catch {
    return false;
  }
}

function isSafe(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && (parsed.protocol === 'https:' || isLoopback(parsed.hostname));
}

function areDistinct(witnesses: readonly { readonly name: string; readonly key: string }[]): boolean {
  const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
  return (
    distinct(witnesses.map(({ name }) => name)) &&
    distinct(witnesses.map(({ key }) => key.split('+')[2] ?? ''))
  );
}

export const coordinatorConfigSchema = z
  .strictObject({
    federation: z
      .string()
      .min(1)
      .max(128)
      .describe(
        'Name of the federation as init set it, shown to sites when they enrol; another one is refused at start',
      ),
    listen: z
      .strictObject({
        host: z.string().default('127.0.0.1').describe('Address to bind; off loopback TLS is required'),
        port: z.int().min(0).max(65_535).default(7443).describe('Port of API and agents; 0 takes a free one'),
      })
      .prefault({})
      .describe('Where the API is served and agents connect'),
    tls: z
      .strictObject({
        certificate: z.string().describe('PEM file with the certificate chain, relative to this file'),
        key: z.string().describe('PEM file with the private key, relative to this file'),
      })
      .optional()
      .meta({ description: 'Serve `https://` and `wss://` with these files', absent: 'no TLS' }),
    data: z.string().default('data').describe('Folder of database and blobs, relative to this file'),
    datasets: datasets
      .default({})
      .describe(
        'Public test sets for central evaluation, by the names that tasks use: see [data sets](#data-sets)',
      ),
    engine: z.enum(['wasm', 'cpu']).default('wasm').describe('Engine for central evaluation and prediction'),
    limits: z
      .strictObject({
        updateMb: megabytes.default(2048).describe('Largest update accepted from a site'),
        uploads: z
          .int()
          .min(1)
          .max(1024)
          .default(8)
          .describe('Updates received at the same time; others wait their turn'),
        uploadPatienceS: z
          .number()
          .min(0.1)
          .max(3600)
          .default(10)
          .meta({ unit: 's' })
          .describe(
            'A site of which nothing comes for so long loses its turn to one that waits, and goes on later',
          ),
        slots: z
          .int()
          .min(1)
          .max(4096)
          .default(16)
          .describe(
            'Updates held in memory beside their spool files until they are summed; others are read back',
          ),
        slotMb: megabytes.default(8).describe('Largest update held in memory'),
        bulkFrames: count(4096)
          .default(32)
          .describe(
            'Chunks of 256 KiB in sockets to all agents together; beyond them each agent has one of 32 KiB at a time',
          ),
        chunkBuffers: count(4096)
          .default(16)
          .describe('Chunks of large models that are read from the disk at a time, for all agents together'),
        sessions: z.int().min(1).max(100_000).default(20_000).describe('Most agents connected'),
        pendingHandshakes: z
          .int()
          .min(1)
          .max(100_000)
          .default(2048)
          .describe('Most connections that have not finished their handshake'),
        apiConnections: count(100_000)
          .default(256)
          .describe(
            'Connections to the port beside those of agents; more than all of them together are cut as they come',
          ),
        followers: count(100_000).default(100).describe('Most people who read or follow the events of runs'),
        runsQueued: z.int().min(1).max(10_000).default(100).describe('Most runs that wait for their turn'),
        bodyMb: megabytes.default(1).describe('Largest body of an API request'),
        diskFreeMb: z
          .number()
          .min(0)
          .default(512)
          .meta({ unit: 'MiB' })
          .describe('Room on the disk below which nothing new is begun, and an alarm is raised'),
        drainS: z
          .number()
          .min(0)
          .max(3600)
          .default(10)
          .describe('How long an orderly stop waits for updates that are on their way in'),
      })
      .prefault({})
      .describe('What bounds memory, disk and connections'),
    retention: z
      .strictObject({
        modelsPerRun: z
          .int()
          .min(0)
          .max(1_000_000)
          .default(0)
          .describe(
            'Newest model versions of each run whose weights are kept, beside the best one; 0 keeps all',
          ),
        sweepS: z
          .number()
          .min(1)
          .max(604_800)
          .default(3600)
          .describe('How often blobs that nothing names are removed'),
      })
      .prefault({})
      .describe('What is kept, and for how long'),
    audit: z
      .strictObject({
        log: z
          .enum(['on', 'off'])
          .default('on')
          .describe('Without a log, sites whose policy asks for one take part in nothing'),
        secondSignature: z
          .enum(['none', 'ml-dsa-44'])
          .default('none')
          .describe(
            'A second signature on each checkpoint, which no quantum computer forges: 3.3 kB each. `ml-dsa-44` needs Node.js 24.6 or later here; who has an older one verifies the first alone',
          ),
        faultyWitnesses: z.int().min(0).max(31).optional().meta({
          description:
            'Witnesses that may be in league with the coordinator: the more, the more cosignatures are needed',
          absent: 'a quarter of them',
        }),
        retention: z
          .strictObject({
            piiMonths: months
              .default(RETENTION_DEFAULTS.piiMonths)
              .describe('What is about persons: who acted, and why'),
            confMonths: months
              .default(RETENTION_DEFAULTS.confMonths)
              .describe('What is confidential: figures of models'),
          })
          .prefault({})
          .describe('How long the vault keeps what entries only commit to; the entries stay'),
        witnesses: z
          .array(witness)
          .max(16)
          .refine(areDistinct, 'two witnesses have one name, or one key')
          .default([])
          .describe(
            'Witnesses beside the sites, such as a regulator: see [witnesses](audit.md#witnesses); with three sites or fewer only they make a quorum that cannot be split',
          ),
      })
      .prefault({})
      .describe("The federation's audit log"),
    seal: z
      .strictObject({
        afterS: seconds(0.01, 3600)
          .default(2)
          .describe(
            'Received updates are in a sum on disk, and their sites told `counted`, at most so long after the quorum',
          ),
        updates: z
          .int()
          .min(1)
          .max(4096)
          .default(64)
          .describe('They are as soon as so many are received, whatever the time'),
      })
      .prefault({})
      .describe('When updates that were received are made safe in a sum, while their round is still open'),
    quarantine: z
      .strictObject({
        mb: z
          .number()
          .min(0)
          .default(1024)
          .meta({ unit: 'MiB' })
          .describe('Refused updates kept for inspection, in all; the oldest go first'),
        records: z
          .int()
          .min(1000) // strikes are counted from them
          .max(1_000_000)
          .default(10_000)
          .describe(
            'Refused updates on record, in all; the oldest go first, those without bytes before the others',
          ),
        strikes: z.int().min(1).max(1000).default(3).describe('Refused updates at which a site is suspended'),
        withinH: z
          .number()
          .positive()
          .max(8760)
          .default(24)
          .meta({ unit: 'h' })
          .describe('How close together they must come for that'),
      })
      .prefault({})
      .describe('What becomes of updates that are refused, and of the sites that send them'),
    transport: z
      .strictObject({
        requestS: seconds(0.1, 3600).default(30).describe('Longest wait for the answer of an agent'),
        stallS: seconds(0.1, 86_400)
          .default(60)
          .describe('A transfer in which nothing moves for so long is over; it can be taken up again'),
        slowReaderS: seconds(0.1, 86_400)
          .default(60)
          .describe('An agent that reads nothing of what waits for it for so long is disconnected'),
        messages: count(100_000).default(1000).describe('Most messages that wait for one agent'),
        requests: count(10_000).default(256).describe('Most unanswered requests to one agent'),
        handlers: count(10_000).default(64).describe('Most requests of one agent in work'),
        transfers: count(1000).default(8).describe('Most objects on their way to one agent, and from it'),
        windowChunks: count(256)
          .default(8)
          .describe('Chunks of 256 KiB that an agent may send ahead in one transfer'),
      })
      .prefault({})
      .describe('What bounds the session of one agent'),
    heartbeatS: seconds(0.05, 60)
      .default(10)
      .describe('Time between heartbeats; an agent that is silent for nine of them is taken for dead'),
    handshakeS: seconds(0.1, 120).default(10).describe('Longest handshake'),
    log: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Least level logged, as JSON lines on standard error'),
  })
  .describe(
    'Settings of the coordinator, beside its keys in the folder that `muster coordinator init` made. Paths are relative to this file.',
  );

export type CoordinatorConfig = z.infer<typeof coordinatorConfigSchema>;
