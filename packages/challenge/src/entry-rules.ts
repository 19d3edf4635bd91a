import type { Database, Prisma, Transaction } from "@bodymark/db";
import { notConfirmed, Refusal } from "./errors.ts";
import { nothingRan } from "./nothing-ran.ts";
import { phaseStatus } from "./phase-status.ts";
import { type Quota, readQuota } from "./read-quota.ts";
import type { Viewer } from "./viewer.ts";

/** An upload that was whole before the deadline may be handed in for this long after it. */
const GRACE_MS = 60 * 60 * 1000;

const include = {
  team: true,
  user: { select: { emailVerified: true } },
} satisfies Prisma.TeamMemberInclude;
export type Entrant = Prisma.TeamMemberGetPayload<{ include: typeof include }>;

/** The viewer as a member of an approved team of the challenge. @throws Refusal that says what is missing */
export async function requireEntrant(
  db: Database | Transaction,
  viewer: Viewer,
  challengeId: string,
): Promise<Entrant & { userId: string }> {
  if (!viewer) throw new Refusal("not-signed-in", "Sign in, or give an API key, to submit.");
  const member = await db.teamMember.findUnique({
    where: { challengeId_userId: { challengeId, userId: viewer.userId } },
    include,
  });
  if (!member?.team.rulesAcceptedAt)
    throw new Refusal("rules-not-accepted", "Join the challenge and accept its rules before you submit.");
  if (!member.user.emailVerified) throw notConfirmed("submit");
  if (member.team.state !== "approved")
    throw new Refusal("not-approved", "The organizers have not approved your team yet.");
  return member;
}

export function refuseOutsidePhase(
  phase: { title: string; opensAt: Date | null; closesAt: Date | null },
  now: Date,
  receivedAt: Date,
): void {
  if (phaseStatus(phase, now) === "upcoming") {
    throw new Refusal("phase-not-open", `“${phase.title}” opens at ${phase.opensAt?.toISOString()}.`, {
      retryAt: phase.opensAt,
    });
  }
  if (phase.closesAt && (receivedAt > phase.closesAt || now.getTime() > phase.closesAt.getTime() + GRACE_MS)) {
    throw new Refusal(
      "phase-closed",
      `“${phase.title}” closed at ${phase.closesAt.toISOString()}, before the upload's last byte arrived.`,
    );
  }
}

export async function refuseBeforeGate(
  db: Database | Transaction,
  phase: { gatePhaseId: string | null },
  teamId: string,
): Promise<void> {
  if (!phase.gatePhaseId) return;
  const through = await db.submission.findMany({
    // Also one that is being run again.
    where: {
      phaseId: phase.gatePhaseId,
      teamId,
      OR: [{ state: "done" }, { evaluations: { some: { state: "done" } } }],
    },
    select: { evaluations: { where: { state: "done" }, select: { summary: true } } },
  });
  // One whose every case failed has not got through; one that was entered by hand, without a summary, has.
  const failed = ({ summary }: (typeof through)[number]["evaluations"][number]) => summary && nothingRan(summary);
  if (through.some(({ evaluations }) => evaluations.length === 0 || evaluations.some((one) => !failed(one)))) return;
  const gate = await db.phase.findUniqueOrThrow({ where: { id: phase.gatePhaseId }, select: { title: true } });
  throw new Refusal("gate-not-passed", `First get one submission through “${gate.title}”, then submit here.`);
}

export async function refuseOverQuota(
  db: Database | Transaction,
  phase: Parameters<typeof readQuota>[1],
  who: { teamId: string; userId: string },
  now: Date,
): Promise<Quota> {
  const quota = await readQuota(db, phase, who, now);
  if (quota.left === 0) {
    throw new Refusal(
      "quota-reached",
      `Your team has used its ${quota.limit} submissions; the next slot comes free at ${quota.nextFreeAt?.toISOString() ?? "the next window"}.`,
      { retryAt: quota.nextFreeAt },
    );
  }
  if (quota.failures?.left === 0) {
    throw new Refusal(
      "quota-reached",
      `${quota.failures.used} submissions of your team have failed, as many as this phase allows in its window; the next slot comes free at ${quota.failures.nextFreeAt?.toISOString() ?? "the next window"}.`,
      { retryAt: quota.failures.nextFreeAt },
    );
  }
  return quota;
}
