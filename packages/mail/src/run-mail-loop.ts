import type { Database } from "@bodymark/db";
import { forgetOld } from "./forget-old.ts";
import type { Mailer } from "./mailer.ts";
import type { MailAddressing } from "./render-mail.ts";
import { sendDueMails } from "./send-due-mails.ts";
import { tellAnnouncements } from "./tell-announcements.ts";
import { tellPhases } from "./tell-phases.ts";

const SEND_EVERY_MS = 2_000;
const TELL_EVERY_MS = 60_000;

export interface MailLoop {
  /** Resolves once the mail being sent is out of hand. */
  stop(): Promise<void>;
}

/** Sends queued mail and tells of announcements and of phases that opened or will close, until stopped. Faults are reported and survived. */
export function runMailLoop(
  db: Database,
  mailer: Mailer,
  addressing: MailAddressing,
  onError: (error: unknown) => void,
): MailLoop {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let toldAt = Number.NEGATIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();

  async function takeTurn(): Promise<void> {
    try {
      if (performance.now() - toldAt > TELL_EVERY_MS) {
        await tellPhases(db);
        await forgetOld(db);
        toldAt = performance.now();
      }
      while (!stopped && (await sendDueMails(db, mailer, addressing)) > 0);
    } catch (error) {
      onError(error);
    }
    try {
      while (!stopped && (await tellAnnouncements(db)));
    } catch (error) {
      onError(error);
    }
    if (!stopped) timer = setTimeout(() => (turn = takeTurn()), SEND_EVERY_MS);
  }

  turn = takeTurn();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
      await mailer.close();
    },
  };
}
