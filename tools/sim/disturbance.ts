/** @module What a schedule does to a federation, done. */
import type { VirtualTime } from './clock.ts';
import type { CoordinatorHost } from './coordinator-host.ts';
import type { Network } from './network.ts';
import type { Disturbance, Schedule } from './schedule.ts';
import type { SiteHost } from './site-host.ts';
import type { Trace } from './trace.ts';

/** When the last disturbance that has a time is over. */
export function quietFrom({ disturbances }: Schedule): number {
  const ends = disturbances.map((each) => {
    if (!('atMs' in each)) return 0;
    return each.atMs + ('forMs' in each ? each.forMs : 'downMs' in each ? each.downMs : 0);
  });
  return Math.max(0, ...ends);
}

interface Disturbed {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly coordinator: CoordinatorHost;
  readonly sites: readonly SiteHost[];
  readonly trace: Trace;
}

/** From now on. */
export function disturb(each: Disturbance, { time, network, coordinator, sites, trace }: Disturbed): void {
  const hostOf = (name: string): CoordinatorHost | SiteHost | undefined =>
    name === 'coordinator' ? coordinator : sites.find((site) => site.name === name);
  if ('host' in each && !hostOf(each.host)) return; // a site without a machine: it does not mean well
  const at = (atMs: number, text: string, act: () => void): void => {
    time.after(atMs, () => {
      trace.say('disturbed', text);
      act();
    });
  };
  switch (each.kind) {
    case 'cut':
      at(each.atMs, `the connection of ${each.site} is cut`, () => network.cut(each.site, each.halfOpenMs));
      return;
    case 'partition':
      at(each.atMs, `${each.site} is cut off for ${each.forMs} ms`, () =>
        network.partition(each.site, each.forMs),
      );
      return;
    case 'tamper':
      at(each.atMs, `the ${each.frames}th frame of ${each.site} from now on: ${each.how}`, () =>
        network.tamper(each.site, each.frames, each.how),
      );
      return;
    case 'kill':
      at(each.atMs, `kill ${each.host}`, () => hostOf(each.host)?.kill(each.downMs));
      return;
    case 'killAtWrite': {
      const host = hostOf(each.host);
      host?.disk.atWrite(each.write, () => host.kill(each.downMs));
      return;
    }
    case 'powerCut':
      at(each.atMs, `the power of ${each.host} fails`, () => hostOf(each.host)?.cutPower(each.downMs));
      return;
    case 'powerCutAtWrite': {
      const host = hostOf(each.host);
      host?.disk.atWrite(each.write, () => {
        trace.say('disturbed', `the power of ${each.host} fails`);
        host.cutPower(each.downMs);
      });
      return;
    }
    case 'disk': {
      const disk = hostOf(each.host)?.disk;
      if (!disk) return;
      at(each.atMs, `the disk of ${each.host} is ${each.fault}`, () => {
        disk.fault = each.fault;
      });
      at(each.atMs + each.forMs, `the disk of ${each.host} works`, () => {
        disk.fault = undefined;
      });
      return;
    }
    case 'rows': {
      const { disk } = coordinator;
      disk.atBlob(each.blob, () => {
        trace.say('disturbed', `the disk of the coordinator's rows is ${each.fault}`);
        disk.rowsFault = each.fault;
        disk.rowsFaultAtMs = time.nowMs;
        at(each.forMs, "the disk of the coordinator's rows works", () => {
          disk.rowsFault = undefined;
        });
      });
      return;
    }
    case 'slowDisk': {
      const disk = hostOf(each.host)?.disk;
      if (!disk) return;
      at(each.atMs, `the disk of ${each.host} takes ${each.latencyMs} ms`, () => {
        disk.latencyMs = each.latencyMs;
      });
      at(each.atMs + each.forMs, `the disk of ${each.host} is quick`, () => {
        disk.latencyMs = 0;
      });
      return;
    }
    case 'killAtWord': {
      const site = sites.find(({ name }) => name === each.site);
      site?.atWord(each, () => {
        trace.say('disturbed', `${each.word} of ${each.site} ${each.isSaid ? 'has left' : 'is due'}`);
        hostOf(each.host)?.kill(each.downMs);
      });
      return;
    }
    case 'clock': // the clocks of the hosts know it
    case 'mischief':
      return;
    default:
      each satisfies never;
  }
}
