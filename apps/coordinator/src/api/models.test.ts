import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobReader, type CoordinatorStore, openCoordinatorStore } from '@muster/store';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Api } from './api.ts';
import { modelRoutes } from './models.ts';

const BYTES = 3_000_000;
let folder: string;
let store: CoordinatorStore;
let app: Api;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-models-'));
  store = await openCoordinatorStore(folder, 1);
  const { hash } = await store.blobs.put(new Uint8Array(BYTES));
  const run = {
    id: 'r',
    requestId: 'r',
    task: 't',
    taskText: '',
    planHash: hash,
    state: {},
    status: 'running',
  };
  store.runs.create({ ...run, createdMs: 1, createdBy: 'o' });
  const version = { id: 'r:0', run: 'r', round: 0, hash, parentHash: null, planHash: hash, layout: {} };
  store.models.add({ ...version, sizeBytes: BYTES, createdMs: 1, metrics: {} });
  app = Fastify({ forceCloseConnections: true }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  modelRoutes(app, { store, trail: { access: undefined } });
  url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/v1/models/r:0/weights`;
});
afterEach(async () => {
  await app.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Resolves when the next reader is closed. `opened` is awaited before the route has it. */
function closed(opened: () => Promise<unknown> = async () => {}): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { open } = store.blobs;
  vi.spyOn(store.blobs, 'open').mockImplementation(async (hash) => {
    const reader: BlobReader = await open.call(store.blobs, hash);
    const { close } = reader;
    vi.spyOn(reader, 'close').mockImplementation(async () => {
      await close.call(reader);
      resolve();
    });
    await opened();
    return reader;
  });
  return promise;
}

it('the file of the weights is closed when all of them are read', async () => {
  const end = closed();
  const response = await fetch(url);
  expect((await response.arrayBuffer()).byteLength).toBe(BYTES);
  await end;
});

it('and when the client goes in the midst of them', async () => {
  const end = closed();
  const asked = request(url, (response) => response.once('data', () => asked.destroy()));
  asked.on('error', () => {});
  asked.end();
  await end;
});

it('and when nobody reads any of them: the client is gone before they are opened', async () => {
  const gone = Promise.withResolvers<void>();
  app.server.on('connection', (socket) => socket.once('close', () => setImmediate(gone.resolve)));
  const end = closed(() => {
    asked.destroy();
    return gone.promise;
  });
  const asked = request(url);
  asked.on('error', () => {});
  asked.end();
  await end;
});

it('the id of a run stands for its newest version', async () => {
  const { hash } = await store.blobs.put(new Uint8Array(8));
  const version = { id: 'r:1', run: 'r', round: 1, hash, parentHash: null, planHash: hash, layout: {} };
  store.models.add({ ...version, sizeBytes: 8, createdMs: 2, metrics: {} });
  const sizeOf = async (id: string) => (await (await fetch(url.replace('r:0', id))).arrayBuffer()).byteLength;
  expect([await sizeOf('r'), await sizeOf('r:0'), await sizeOf('r:1')]).toEqual([8, BYTES, 8]);
  expect((await fetch(url.replace('r:0', 'other'))).ok).toBe(false);
});
