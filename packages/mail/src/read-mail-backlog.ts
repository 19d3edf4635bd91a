import type { Database } from "@bodymark/db";

/** Mail that has not gone out. What goes to many is counted apart: it may take its time. */
export interface MailBacklog {
  waiting: number;
  waitingToMany: number;
  /** Refused for good, or tried too often. */
  failed: number;
  /** Age of the mail that has waited longest, seconds; 0 when none waits. */
  oldestS: number;
  /** The same without mail to many. */
  oldestSingleS: number;
}

/** Counts the queue of mail: otherwise nobody would see that it stands still. */
export async function readMailBacklog(db: Database): Promise<MailBacklog> {
  const [row] = await db.$queryRaw<MailBacklog[]>`
    select count(*) filter (where state <> 'failed' and not bulk)::int as waiting,
      count(*) filter (where state <> 'failed' and bulk)::int as "waitingToMany",
      count(*) filter (where state = 'failed')::int as failed,
      coalesce(extract(epoch from now() - min("createdAt") filter (where state <> 'failed')), 0)::float8 as "oldestS",
      coalesce(extract(epoch from now() - min("createdAt") filter (where state <> 'failed' and not bulk)), 0)::float8
        as "oldestSingleS"
    from "Mail" where state in ('queued', 'sending', 'failed')`;
  return row ?? { waiting: 0, waitingToMany: 0, failed: 0, oldestS: 0, oldestSingleS: 0 };
}

export interface FailedMail {
  id: string;
  /** Which text. */
  kind: string;
  toAddress: string;
  createdAt: string;
  lastError: string | null;
  /** Whether it is given up; else it is tried again. */
  final: boolean;
}

/** The newest mails that could not be sent, for operators. */
export async function readFailedMails(db: Database, limit = 20): Promise<FailedMail[]> {
  const rows = await db.mail.findMany({
    where: { OR: [{ state: "failed" }, { state: "queued", lastError: { not: null } }] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { id: true, kind: true, toAddress: true, createdAt: true, lastError: true, state: true },
  });
  return rows.map(({ createdAt, state, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    final: state === "failed",
  }));
}
