/** @module Target: the HTTP API of a coordinator that runs in this process, over sockets of its own. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialSchema } from '@muster/api';
import { initCoordinator, startCoordinator } from '@muster/coordinator';
import { httpRequests, judgeAnswer, sendRequest } from '../http-request.ts';
import { scratchFile } from '../scratch.ts';
import { type FuzzTarget, fuzzTarget } from '../target.ts';

/** Requests that are not whole are waited for by the server; we do not. */
const PATIENCE_MS = 400;

let started: Promise<{ readonly port: number; readonly secret: string }> | undefined;

async function start() {
  const dir = scratchFile('coordinator');
  await initCoordinator({ dir, federation: 'fuzz', host: '127.0.0.1', port: 0 });
  appendFileSync(join(dir, 'coordinator.yaml'), 'log: silent\n');
  const { url } = await startCoordinator(dir);
  const { secret } = credentialSchema.parse(JSON.parse(readFileSync(join(dir, 'operator.json'), 'utf8')));
  return { port: Number(new URL(url).port), secret };
}

const api = fuzzTarget('HTTP API', httpRequests, async (request) => {
  started ??= start();
  const { port, secret } = await started;
  const answer = await sendRequest(port, request, secret, PATIENCE_MS);
  return judgeAnswer(answer);
});

export const apiTargets: readonly FuzzTarget[] = [api];
