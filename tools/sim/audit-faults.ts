/** @module Rules of the audit log, each broken on purpose. */
import { altered, type Fault } from './fault.ts';

/** Some virtual time, in which more happens. */
const LATER_MS = 50;

export const AUDIT_FAULTS: readonly Fault[] = [
  {
    name: 'receive-without-event',
    meaning: 'an update is received, and the log says nothing of it',
    trail: (trail) => altered(trail, { received: () => {} }),
  },
  {
    name: 'event-after-the-act',
    meaning: 'a round is open, and then the log says so',
    trail: (trail, time) =>
      altered(trail, { offered: (...offer) => void time.after(LATER_MS, () => trail.offered(...offer)) }),
  },
  {
    name: 'event-before-the-act',
    meaning: 'the log says that an update is received, and then it is',
    store: (store) =>
      altered(store, {
        uploads: altered(store.uploads, {
          admit: (file) => {
            store.db.afterCommit(() => store.uploads.admit(file));
            return true;
          },
        }),
      }),
  },
  {
    name: 'sign-unsynced-entries',
    meaning: 'a checkpoint is signed over entries that the disk does not have',
    store: (store) => altered(store, { db: altered(store.db, { flush: () => {} }) }),
  },
  {
    name: 'checkpoint-before-tiles',
    meaning: 'a checkpoint is served before the files under it',
    logFolder: (folder, time) =>
      altered(folder, {
        write: async (files) => void time.after(LATER_MS, () => void folder.write(files).catch(() => {})),
      }),
  },
  {
    name: 'sign-before-the-lock',
    meaning: 'witnesses are asked about a checkpoint, and then it is written down that it was signed',
    lock: (lock, time) =>
      altered(lock, {
        advance: (...checkpoint) => {
          time.after(LATER_MS, () => {
            try {
              lock.advance(...checkpoint);
            } catch {} // another was signed meanwhile
          });
        },
      }),
  },
  {
    name: 'leave-before-its-event-is-safe',
    meaning: 'an update leaves before the disk has the event of it',
    siteDb: (db) => {
      let isOpen = false;
      const relaxedTx: typeof db.tx = (body) => {
        isOpen = true;
        try {
          return db.relaxedTx(body);
        } finally {
          isOpen = false;
        }
      };
      return altered(db, {
        tx: relaxedTx,
        atomically: (body) => (isOpen ? db.atomically(body) : relaxedTx(body)),
      });
    },
  },
  {
    name: 'offer-before-it-is-published',
    meaning: 'an offer leaves before it can be shown that it is logged',
    trail: (trail) => altered(trail, { proofOfOffer: async () => null }),
  },
  {
    name: 'take-what-is-not-released',
    meaning: 'updates are taken whose sites have not put on record that they leave',
    trail: (trail) => altered(trail, { hasAccepted: () => true, hasReleased: () => true }),
  },
];
