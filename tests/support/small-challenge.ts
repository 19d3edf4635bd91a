import { DEFAULT_RULES, type Viewer } from "@bodymark/challenge";
import { limitsSchema, newId, type Role } from "@bodymark/contracts";
import type { Database, Prisma } from "@bodymark/db";

/** A user without credentials, whose address is confirmed. */
export async function makeUser(db: Database, role: Role = "participant"): Promise<NonNullable<Viewer>> {
  const id = newId("user");
  await db.user.create({ data: { id, name: id, email: `${id}@example.org`, emailVerified: true, role } });
  return { userId: id, role };
}

export interface SmallChallenge {
  challengeId: string;
  slug: string;
  organizer: NonNullable<Viewer>;
  phase(data?: Partial<Prisma.PhaseUncheckedCreateInput>): Promise<{ id: string; slug: string }>;
  /** A member of a team of its own. */
  member(): Promise<{ viewer: NonNullable<Viewer>; teamId: string }>;
  /** A complete upload of that user. */
  upload(owner: NonNullable<Viewer>, completedAt?: Date): Promise<string>;
}

/** A public challenge with two structures, for tests that look at rules and not at images. */
export async function makeSmallChallenge(db: Database): Promise<SmallChallenge> {
  const challengeId = newId("challenge");
  const slug = challengeId.replace("_", "-");
  const organizer = await makeUser(db, "organizer");
  await db.challenge.create({
    data: {
      id: challengeId,
      slug,
      title: "Small",
      summary: "A small challenge",
      visibility: "public",
      organizers: { create: { userId: organizer.userId } },
      structures: {
        create: ["liver", "aorta"].map((name, i) => ({
          id: newId("structure"),
          name,
          label: i + 1,
          position: i,
          toleranceMm: [1],
        })),
      },
    },
  });
  let phases = 0;
  return {
    challengeId,
    slug,
    organizer,
    async phase(data = {}) {
      phases += 1;
      const id = newId("phase");
      await db.phase.create({
        data: {
          id,
          challengeId,
          slug: `phase-${phases}`,
          title: `Phase ${phases}`,
          position: phases,
          kind: "open",
          limits: { ...limitsSchema.parse({}) },
          scheme: DEFAULT_RULES,
          ...data,
        },
      });
      return { id, slug: `phase-${phases}` };
    },
    async member() {
      const viewer = await makeUser(db);
      const teamId = newId("team");
      await db.team.create({
        data: {
          id: teamId,
          challengeId,
          name: teamId,
          rulesAcceptedAt: new Date(),
          members: { create: { userId: viewer.userId, challengeId } },
        },
      });
      return { viewer, teamId };
    },
    async upload(owner, completedAt = new Date()) {
      const id = newId("upload");
      await db.upload.create({
        data: {
          id,
          ownerId: owner.userId,
          fileName: "image.tar",
          sizeBytes: 1n,
          offsetBytes: 1n,
          sha256: "0".repeat(64),
          objectKey: `images/sha256/${"0".repeat(64)}`,
          state: "complete",
          completedAt,
          expiresAt: completedAt,
        },
      });
      return id;
    },
  };
}
