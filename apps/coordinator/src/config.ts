/** @module coordinator.yaml: one schema from which defaults, checks and documentation come. */
import { z } from 'zod';

const megabytes = z.number().positive();

/** A data set that the coordinator itself may read: public test sets for central evaluation. Parsed by @muster/data. */
const datasets = z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/), z.unknown());

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
      .prefault({}),
    tls: z
      .strictObject({
        certificate: z.string().describe('PEM file with the certificate chain'),
        key: z.string().describe('PEM file with the private key'),
      })
      .optional()
      .describe('Serve https:// and wss:// with these files'),
    data: z.string().default('data').describe('Folder of database and blobs, relative to this file'),
    datasets: datasets.default({}).describe('Public test sets for central evaluation, by name'),
    engine: z.enum(['wasm', 'cpu']).default('wasm').describe('Engine for central evaluation and prediction'),
    limits: z
      .strictObject({
        updateMb: megabytes.default(2048).describe('Largest update accepted from a site'),
        uploads: z.int().min(1).max(1024).default(8).describe('Uploads received at the same time'),
        slots: z
          .int()
          .min(1)
          .max(4096)
          .default(16)
          .describe('Updates held in memory until they are summed; further ones go to spool files'),
        slotMb: megabytes.default(8).describe('Largest update held in memory'),
        sessions: z.int().min(1).max(100_000).default(20_000).describe('Connected agents'),
        pendingHandshakes: z.int().min(1).max(100_000).default(256).describe('Connections in handshake'),
        runsQueued: z.int().min(1).max(10_000).default(100).describe('Runs waiting for their turn'),
        bodyMb: megabytes.default(1).describe('Largest body of an API request'),
        diskFreeMb: z
          .number()
          .min(0)
          .default(512)
          .describe('Room on the disk below which nothing new is begun, and an alarm is raised'),
        drainS: z
          .number()
          .min(0)
          .max(3600)
          .default(10)
          .describe('How long an orderly stop waits for updates that are on their way in'),
      })
      .prefault({}),
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
      .prefault({}),
    seal: z
      .strictObject({
        afterS: z
          .number()
          .min(0.01)
          .max(3600)
          .default(2)
          .describe(
            'Received updates are in a sum on disk, and their sites told `counted`, at most so long after the quorum',
          ),
        updates: z.int().min(1).max(4096).default(64).describe('... or as soon as so many are received'),
      })
      .prefault({}),
    quarantine: z
      .strictObject({
        mb: z
          .number()
          .min(0)
          .default(1024)
          .describe('Refused updates kept for inspection, in all; the oldest go first'),
        strikes: z.int().min(1).max(1000).default(3).describe('Refused updates at which a site is suspended'),
        withinH: z
          .number()
          .positive()
          .max(8760)
          .default(24)
          .describe('... if they came within so many hours'),
      })
      .prefault({}),
    heartbeatS: z
      .number()
      .min(0.05)
      .max(60)
      .default(10)
      .describe('Heartbeat; silent for 9 of them means dead'),
    handshakeS: z.number().min(0.1).max(120).default(10).describe('Longest handshake'),
    log: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Least level logged'),
  })
  .describe('coordinator.yaml');

export type CoordinatorConfig = z.infer<typeof coordinatorConfigSchema>;
