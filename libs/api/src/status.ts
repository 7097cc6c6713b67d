/** @module How a coordinator is, as the API shows it. */
import { z } from 'zod';

/** Whether the coordinator can work, what is wrong with it, and how much of it is in use. */
export const statusSchema = z
  .object({
    federation: z.string(),
    startedAt: z.iso.datetime(),
    ready: z.boolean(),
    alarms: z.array(
      z.object({
        name: z.string().describe('What is at fault: blobs, database, disk, ingest, spool'),
        code: z.string(),
        message: z.string(),
        since: z.iso.datetime(),
      }),
    ),
    diskFreeBytes: z.number().nullable(),
    attention: z
      .array(z.object({ what: z.string(), reason: z.string(), action: z.string() }))
      .describe('What waits for a person, though nothing is at fault here: a paused run, suspended sites'),
    sites: z.object({ enrolled: z.number(), connected: z.number(), suspended: z.number() }),
    runs: z.object({ active: z.number(), queued: z.number() }),
    quarantineBytes: z.number(),
  })
  .meta({ id: 'Status' });

export type StatusView = z.infer<typeof statusSchema>;
