import { type LeaderboardView, readLeaderboard } from "@bodymark/challenge";
import { z } from "zod";
import { toBoardCsv } from "#features/leaderboards/board-csv.ts";
import { database } from "#server/database.ts";
import { defineEndpoint } from "../define-endpoint.ts";
import { type LeaderboardAnswer, leaderboardShape } from "../shapes.ts";

export const getLeaderboardEndpoint = defineEndpoint({
  id: "getLeaderboard",
  method: "GET",
  path: "/challenges/{slug}/phases/{phase}/leaderboard",
  summary: "A phase's leaderboard, now or as it stood at an instant",
  description:
    "The rank is the one of the scheme that was frozen when the phase opened. `scheme` reads the board by another one, for exploration: `official` is then false and there are no rank ranges. While a hidden phase is open only `mean-then-rank` can be asked for, on rounded means.",
  signedIn: false,
  query: z.object({
    format: z.enum(["json", "csv"]).default("json"),
    at: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .optional(),
    scheme: z.string().max(50).optional(),
  }),
  response: leaderboardShape,
  alternatives: ["text/csv"],
  async run({ viewer, params, query }) {
    const slugs = { challenge: params.slug ?? "", phase: params.phase ?? "" };
    const board = await readLeaderboard(database(), viewer, {
      ...slugs,
      ...(query.at ? { at: query.at } : {}),
      ...(query.scheme ? { scheme: query.scheme } : {}),
    });
    if (query.format === "json") return toAnswer(board);
    return new Response(toBoardCsv(board), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${board.challenge}-${board.phase}-leaderboard${board.official ? "" : `-exploratory-${board.scheme}`}.csv"`,
        "cache-control": "no-store",
      },
    });
  },
});

function toAnswer(board: LeaderboardView): LeaderboardAnswer {
  const { challenge, phase, scheme, schemeHash, definition, revision, referenceRevision, scorerVersion } = board;
  return {
    ...{ challenge, phase, scheme, schemeHash, definition, revision, referenceRevision, scorerVersion },
    official: board.official,
    officialScheme: board.officialScheme,
    schemes: [...board.schemes],
    outdatedEntries: board.outdatedEntries,
    updatedAt: board.updatedAt,
    caseCount: board.caseCount,
    rounded: board.rounded,
    published: board.published,
    amendments: board.amendments.map(({ at, reason, fields }) => ({ at, reason, fields: [...fields] })),
    entries: board.entries.map(({ teamId: _, evaluation: __, anonymous: ___, description: ____, ...entry }) => entry),
  };
}
