/**
 * @module A round of secure aggregation in one process: 100 sites, a million parameters, one in twenty lost after it has shared its secrets;
 * malicious profile, real keys, certificates and messages, every mask put on and taken off.
 *
 * `clientCpuMs` is one site's processor time from the offer to its shares, the mean of those who stay, and `clientCpuMsLeast` that of the quickest, whom
 * others on the machine disturbed least: keys, roster, boxes, rounding, masks, hash, signatures. `serverCpuS` is the coordinator's, from the first key to the mean of the updates. What the transport does is measured elsewhere
 * (`ingest`): sealing of frames, disk, and the SHA-256 of each upload, which comes to `uploadHashS`. Certificates are known from earlier rounds, by
 * their hash. `bytesPerParam` is what a site sends. `clientKeystreamMs` and `serverKeystreamS` are what AES alone takes for the masks, right afterwards:
 * nothing can be quicker on this machine.
 */
import { hash } from 'node:crypto';
import { valuesOf } from '@muster/secagg';
import { sampleTerms, VirtualRound } from '@muster/secagg/testing';
import { type Kernels, loadKernels } from '@muster/vector';
import type { Benchmark } from './benchmark.ts';
import { cpuS, makeKeystreams } from './keystream.ts';

const PARAMETERS = 1_000_000;
const SITES = 100;
const LOST = 5;
/** Around each chunk of words: the envelope, and the header and tag of its frame. */
const CHUNK_BYTES = 262_144;
const CHUNK_OVERHEAD_BYTES = 64;

export const secaggCrypto: Benchmark = {
  name: 'secagg-crypto',
  async run(log) {
    const kernels = await loadKernels();
    play(kernels, 10, 1);
    log('warmed up');
    return play(kernels, SITES, LOST);
  },
};

function play(kernels: Kernels, sites: number, lost: number) {
  const spent = new Map<string, number>();
  let storing = 0;
  const meter = <Result>(party: string, work: () => Result): Result => {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    spent.set(party, (spent.get(party) ?? 0) + user + system - storing);
    storing = 0;
    return result;
  };
  const update = Float32Array.from({ length: PARAMETERS }, (_, i) => 1e-3 * Math.sin(i));
  const round = new VirtualRound({
    kernels,
    sites,
    terms: sampleTerms({ cohort: { maxCohort: sites }, encoding: { length: PARAMETERS } }),
    contribution: () => ({ update, examples: 100, lossSum: 0, metrics: [] }),
    organisations: 5,
    meter,
    bend: (delivery, { sites: all }) =>
      delivery.to === 'coordinator' &&
      delivery.message.kind === 'masked' &&
      all.slice(0, lost).some(({ name }) => name === delivery.site)
        ? []
        : [delivery],
  });
  for (const site of round.sites) {
    site.keepsEncoded = false;
    site.store = (vector) => {
      const before = process.cpuUsage();
      const words = vector.toBytes();
      const { user, system } = process.cpuUsage(before);
      storing += user + system;
      return words;
    };
  }
  meetAll(round);
  round.begin();
  round.run();
  const group = round.coordinator.record?.groups[0];
  const sum = round.coordinator.sums.get(0)?.sum;
  if (group?.figures == null || sum === undefined) throw new Error(`no sum: ${group?.reason}`);
  const { weight, count } = group.figures.tail;
  let worst = 0;
  meter('coordinator', () => {
    for (const { offset, values } of valuesOf(kernels, sum, round.roundId, weight))
      worst = Math.max(worst, Math.abs((values[0] ?? 0) - (update[offset] ?? 0)));
  });
  if (worst > 1e-5) throw new Error(`the mean is off by ${worst}`);
  const staying = round.sites.slice(lost).map(({ name }) => (spent.get(name) ?? 0) / 1e3);
  const words = round.sites[lost]?.disk.words ?? new Uint8Array();
  const wordBytes = words.length + Math.ceil(words.length / CHUNK_BYTES) * CHUNK_OVERHEAD_BYTES;
  const uploadHashS = cpuS(() => {
    for (let i = 0; i < count; i++) hash('sha256', words, 'buffer');
  });
  return {
    sites,
    parameters: PARAMETERS,
    lost,
    degree: group.degree,
    threshold: group.threshold,
    clientCpuMs: staying.reduce((a, b) => a + b, 0) / staying.length,
    clientCpuMsLeast: Math.min(...staying),
    serverCpuS: (spent.get('coordinator') ?? 0) / 1e6,
    bytesPerParam: (wordBytes + round.bytes.up / sites) / PARAMETERS,
    downBytesBesideModel: Math.round(round.bytes.down / sites),
    uploadHashS,
    clientKeystreamMs: 1e3 * cpuS(() => makeKeystreams(group.degree + 1, words.length)),
    serverKeystreamS: cpuS(() => makeKeystreams(round.coordinator.unmasked, words.length)),
  };
}

/** Everybody has seen everybody's certificate. */
function meetAll({ sites, coordinator }: VirtualRound): void {
  for (const { context } of [...sites, coordinator])
    for (const { certified } of sites)
      context.directory.find(certified.siteId, certified.certHash, certified.certificate);
}
