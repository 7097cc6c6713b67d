/** @module Something that is done again and again, one time after the other, until it is stopped. */
import type { Clock } from '@muster/transport';

/** Gives the way to stop it; what is under way then goes on. `failed` hears what a time came to grief over, and the next comes all the same. */
export function repeat(
  clock: Pick<Clock, 'after'>,
  everyMs: number,
  act: () => Promise<void>,
  failed: (thrown: unknown) => void,
): () => void {
  let isStopped = false;
  let cancel: () => void = () => {};
  const next = (): void => {
    cancel = clock.after(everyMs, () => {
      void act()
        .catch(failed)
        .finally(() => {
          if (!isStopped) next();
        });
    });
  };
  next();
  return () => {
    isStopped = true;
    cancel();
  };
}
