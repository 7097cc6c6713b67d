import { describe, expect, it } from 'vitest';
import { Heartbeat } from './heartbeat.ts';
import { SESSION_SETTINGS } from './settings.ts';
import { FakeClock } from './testing.ts';

function start(state: { idle?: boolean; uniform?: number } = {}) {
  const clock = new FakeClock();
  const log: string[] = [];
  const wire = { idle: state.idle ?? true, progress: 0 };
  const heartbeat = new Heartbeat(clock, SESSION_SETTINGS, {
    messages: {
      notify: ({ kind }) => void log.push(`${kind === 'heartbeat' ? 'beat' : kind} ${clock.monotonicMs()}`),
    },
    outbox: wire,
    session: {
      terminate: ({ code }) => void log.push(`${code === 'TIMEOUT' ? 'dead' : code} ${clock.monotonicMs()}`),
      close: ({ code }) => void log.push(`${code === 'OVERLOADED' ? 'slow' : code} ${clock.monotonicMs()}`),
    },
  });
  heartbeat.start(() => state.uniform ?? 0);
  return { clock, log, wire, heartbeat };
}

describe('heartbeat', () => {
  it('beats at once, then every ten seconds, in a phase of its own', () => {
    for (const [uniform, second] of [
      [0, 5_000],
      [0.5, 7_500],
    ] as const) {
      const { clock, log } = start({ uniform });
      clock.pass(30_000);
      expect(log).toEqual([
        'beat 0',
        ...[0, 1, 2]
          .map((n) => second + n * 10_000)
          .filter((ms) => ms <= 30_000)
          .map((ms) => `beat ${ms}`),
      ]);
    }
  });

  it('suspects a silent peer after 30 s and gives it up after 90 s; whatever it hears is life', () => {
    const { clock, log, heartbeat } = start();
    clock.pass(30_000);
    expect(heartbeat.suspect).toBe(false);
    clock.pass(1);
    expect(heartbeat.suspect).toBe(true);
    heartbeat.heard();
    expect(heartbeat.suspect).toBe(false);
    clock.pass(200_000);
    expect(log.filter((line) => line.startsWith('dead'))).toEqual(['dead 125000']);
    expect(clock.waiting).toBe(0);
  });

  it('judges a peer that beats more often by its own beat', () => {
    const { clock, log, heartbeat } = start();
    heartbeat.hasten(1_000);
    clock.pass(3_001);
    expect(heartbeat.suspect).toBe(true);
    clock.pass(20_000);
    expect(log.filter((line) => line.startsWith('dead'))).toEqual(['dead 10000']);
  });

  it('does not blame the peer for the time that this process slept', () => {
    const { clock, log, heartbeat } = start();
    clock.pass(40_000);
    clock.sleep(3_600_000);
    expect(heartbeat.suspect).toBe(true);
    expect(log.some((line) => line.startsWith('dead'))).toBe(false);
    heartbeat.heard(); // what had come in the meantime is read now
    clock.pass(60_000);
    heartbeat.heard();
    clock.pass(200_000);
    expect(log.filter((line) => line.startsWith('dead'))).toHaveLength(1);
  });

  it('ends a reader that takes nothing for a minute, and no other', () => {
    const { clock, log, wire, heartbeat } = start({ idle: false });
    for (let second = 0; second < 300; second += 1) {
      clock.pass(1_000);
      heartbeat.heard();
      if (second % 20 === 0) wire.progress += 1;
    }
    expect(log.some((line) => line.startsWith('slow'))).toBe(false);
    for (let second = 0; second < 90; second += 1) {
      clock.pass(1_000);
      heartbeat.heard();
    }
    expect(log.filter((line) => line.startsWith('slow'))).toHaveLength(1);
  });

  it('is still once it is stopped', () => {
    const { clock, log, heartbeat } = start();
    heartbeat.stop();
    clock.pass(500_000);
    expect(log).toEqual(['beat 0']);
    expect(clock.waiting).toBe(0);
  });
});
