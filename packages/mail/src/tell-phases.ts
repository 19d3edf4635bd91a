import type { Database } from "@bodymark/db";
import { notify } from "./notify.ts";

/** Only what happened this recently is told: a platform that was down for weeks does not tell of last month. */
const RECENT = "1 day";

/** Tells the members of admitted teams of phases that have opened, close within a day, or have closed. */
export async function tellPhases(db: Database): Promise<void> {
  const events = await db.$queryRaw<{ event: "opened" | "closing" | "closed"; phaseId: string; at: Date }[]>`
    select event, "phaseId", at from "Phase" p join "Challenge" c on c.id = p."challengeId"
      cross join lateral (values
        ('opened', p.id, p."opensAt", p."opensAt"),
        ('closing', p.id, p."closesAt", p."closesAt" - interval '1 day'),
        ('closed', p.id, p."closesAt", p."closesAt")) as e(event, "phaseId", at, due)
    where c.visibility = 'public' and due <= now() and due > now() - ${RECENT}::interval
      and (event <> 'closing' or at > now())
      and (event <> 'opened' or p."createdAt" < p."opensAt")`;
  for (const event of events) await tell(db, event);
}

const WORDS = {
  opened: (phase: string) => `“${phase}” is open`,
  closing: (phase: string) => `“${phase}” closes within a day`,
  closed: (phase: string) => `“${phase}” has closed`,
};

async function tell(db: Database, event: { event: keyof typeof WORDS; phaseId: string; at: Date }): Promise<void> {
  const dedupeKey = `phase/${event.phaseId}/${event.event}/${event.at.toISOString()}`;
  const phase = await db.phase.findUniqueOrThrow({
    where: { id: event.phaseId },
    select: { title: true, slug: true, challenge: { select: { id: true, slug: true, title: true } } },
  });
  const people = await db.user.findMany({
    where: {
      memberships: { some: { challengeId: phase.challenge.id, team: { state: "approved" } } },
      notifications: { none: { dedupeKey } },
    },
    select: { id: true },
  });
  if (people.length === 0) return;
  await db.$transaction((tx) =>
    notify(
      tx,
      people.map(({ id }) => id),
      {
        kind: "phase",
        title: WORDS[event.event](phase.title),
        body: `${phase.challenge.title}: ${event.at.toISOString().slice(0, 16).replace("T", " ")} UTC.`,
        href: `/challenges/${phase.challenge.slug}/leaderboard?phase=${phase.slug}`,
        dedupeKey,
      },
    ),
  );
}
