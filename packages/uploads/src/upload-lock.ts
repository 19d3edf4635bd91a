import type { Lock, Locker } from "@tus/server";
import { UPLOAD_LIMITS } from "./limits.ts";
import { UploadRefusal } from "./upload-refusal.ts";

interface Held {
  askToEnd: () => void | Promise<void>;
  waiting: { take: () => void; askToEnd: () => void | Promise<void> }[];
}

/**
 * One request at a time for each upload, in the order of their coming; whoever waits asks the holder to end (a client
 * that resumes has left its former connection half dead). @tus/server's own locker polls in every turn of the event
 * loop while it waits. Holds within this process: a second portal on the same storage relies on the offset that each
 * PATCH must match and on the hash at the end.
 */
export function createUploadLocker(waitMs: number = UPLOAD_LIMITS.lockWaitMs): Locker {
  const locks = new Map<string, Held>();
  return { newLock: (id) => newLock(locks, id, waitMs) };
}

function newLock(locks: Map<string, Held>, id: string, waitMs: number): Lock {
  return {
    lock: async (signal, askToEnd) => {
      const held = locks.get(id);
      if (!held) {
        locks.set(id, { askToEnd, waiting: [] });
        return;
      }
      const turn = new Promise<void>((resolve, reject) => {
        const settle = (end: () => void) => {
          clearTimeout(timer);
          signal.removeEventListener("abort", leave);
          end();
        };
        const entry = { askToEnd, take: () => settle(resolve) };
        const leave = () =>
          settle(() => {
            held.waiting.splice(held.waiting.indexOf(entry), 1);
            reject(new UploadRefusal("upload-failed", "Another request of this upload is still at work. Try again."));
          });
        const timer = setTimeout(leave, waitMs);
        signal.addEventListener("abort", leave, { once: true });
        held.waiting.push(entry);
      });
      await held.askToEnd();
      await turn;
    },
    unlock: async () => {
      const held = locks.get(id);
      const next = held?.waiting.shift();
      if (!held || !next) {
        locks.delete(id);
        return;
      }
      held.askToEnd = next.askToEnd;
      next.take();
      if (held.waiting.length > 0) await next.askToEnd();
    },
  };
}
