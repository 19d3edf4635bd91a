import { newId } from "@bodymark/contracts";
import type { Database, Prisma, Transaction } from "@bodymark/db";

export interface AuditEntry {
  actorId: string | null;
  actorKind: "user" | "worker" | "system";
  /** verb in the past tense with its noun, as `submission.created` */
  action: string;
  subjectKind: string;
  subjectId: string;
  challengeId?: string;
  details?: Prisma.InputJsonObject;
}

/** Adds a line to the audit log, in the caller's transaction when it gives one; gives the line's id. */
export async function writeAudit(db: Database | Transaction, entry: AuditEntry): Promise<string> {
  const id = newId("audit");
  await db.auditLog.create({
    data: {
      id,
      actorId: entry.actorId,
      actorKind: entry.actorKind,
      action: entry.action,
      subjectKind: entry.subjectKind,
      subjectId: entry.subjectId,
      challengeId: entry.challengeId ?? null,
      details: entry.details ?? {},
    },
  });
  return id;
}
