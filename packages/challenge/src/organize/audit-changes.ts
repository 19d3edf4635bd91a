import type { Change } from "@bodymark/challenge-file";
import type { Prisma, Transaction } from "@bodymark/db";
import { writeAudit } from "../write-audit.ts";

/** A long text is kept by its beginning: the log tells that and how it changed, the challenge holds the text. */
const LETTERS = 2_000;

/** One line of the audit log for each thing that changed, with the values before and after. */
export async function auditChanges(
  tx: Transaction,
  actor: { userId: string; challengeId: string; created: boolean },
  changes: readonly Change[],
  amendments: ReadonlyMap<string, string>,
): Promise<void> {
  const subjects = Map.groupBy(changes, ({ path }) => subjectOf(path));
  for (const [subject, parts] of subjects) {
    const [kind = "challenge", ...name] = subject.split(".");
    const id = name.join(".");
    const whole = parts.find(({ path }) => path === subject);
    const reason = kind === "phases" ? amendments.get(id) : undefined;
    await writeAudit(tx, {
      actorId: actor.userId,
      actorKind: "user",
      action: kind === "challenge" && actor.created ? "challenge.created" : actionOf(kind, whole, reason !== undefined),
      subjectKind: NOUNS[kind] ?? "challenge",
      subjectId: id || actor.challengeId,
      challengeId: actor.challengeId,
      details: {
        before: values(parts, "before", subject),
        after: values(parts, "after", subject),
        ...(reason === undefined ? {} : { reason }),
      },
    });
  }
}

const NOUNS: Readonly<Record<string, string>> = {
  phases: "phase",
  organizers: "organizer",
  cases: "case",
  pictures: "picture",
  structures: "structures",
};

function subjectOf(path: string): string {
  const [list = "", name] = path.split(".");
  if (list === "structures") return "structures";
  if (!["phases", "organizers", "cases", "pictures"].includes(list) || name === "order") return "challenge";
  if (list === "phases") return `phases.${name}`;
  // Names of cases and addresses hold dots: the field, if any, is what follows a known name's end.
  const field = /\.(role|email|patient|metadata|notAnnotated|imageSha256|labelSha256|sha256)$/.exec(path);
  return field ? path.slice(0, field.index) : path;
}

function actionOf(kind: string, whole: Change | undefined, amended: boolean): string {
  if (kind === "structures") return "structures.changed";
  const noun = NOUNS[kind];
  if (!noun) return "challenge.edited";
  if (whole && !("before" in whole)) return `${noun}.added`;
  if (whole && !("after" in whole)) return `${noun}.removed`;
  return amended ? `${noun}.amended` : `${noun}.changed`;
}

function values(parts: readonly Change[], side: "before" | "after", subject: string): Prisma.InputJsonObject {
  return Object.fromEntries(
    parts.flatMap((part) => {
      const value = part[side];
      if (value === undefined) return [];
      const name =
        part.path === subject
          ? "all"
          : part.path.startsWith(`${subject}.`)
            ? part.path.slice(subject.length + 1)
            : part.path;
      const short = typeof value === "string" && value.length > LETTERS ? `${value.slice(0, LETTERS)}…` : value;
      return [[name, short as Prisma.InputJsonValue]];
    }),
  );
}
