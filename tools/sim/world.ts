/** @module What all machines of one simulation have in common. */
import type { Kernels } from '@muster/vector';
import type { VirtualTime } from './clock.ts';
import type { Fault } from './fault.ts';
import type { Network } from './network.ts';
import type { Chance } from './random.ts';
import type { Schedule } from './schedule.ts';
import type { Trace } from './trace.ts';

export interface World {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly kernels: Kernels;
  readonly trace: Trace;
  /** A rule that is broken on purpose; undefined for the code as it is. */
  readonly fault: Fault | undefined;
}
