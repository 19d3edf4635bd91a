/**
 * A challenge as one document: what the organizer's pages, the HTTP API and challenge.yaml all speak of. Pure, and fit
 * for browsers: no disk, no database.
 *
 *   shape     challengeDocumentSchema · phaseDocumentSchema · caseDocumentSchema · phaseRulesSchema · costsSchema
 *   files     loadChallenge (all problems at once, with lines) · writeChallenge · parseCasesCsv · writeCasesCsv
 *   compare   diffChallenges · describeChanges
 *   start     PRESETS · applyPreset
 *   words     parseInstant · instantIn · parseSize · formatSize · expandNames · explainIssues
 */
export { GENERAL_SCHEMES } from "@bodymark/ranking";
export { type Budget, budgetSchema, type Costs, costsSchema, type Prices, pricesSchema } from "./costs.ts";
export { describeChanges } from "./describe-changes.ts";
export { type Change, diffChallenges } from "./diff-challenges.ts";
export * from "./document.ts";
export { expandNames } from "./expand-names.ts";
export { explainIssues } from "./explain-issues.ts";
export { type ChallengeFolder, type ListedCases, type LoadedChallenge, loadChallenge } from "./load-challenge.ts";
export { type CaseLine, type CsvProblem, parseCasesCsv } from "./parse-cases-csv.ts";
export { instantIn, parseInstant } from "./parse-instant.ts";
export { formatSize, parseSize } from "./parse-size.ts";
export {
  BOARD_METRICS,
  type BoardMetric,
  chosenRulesSchema,
  DEFAULT_RULES,
  type PhaseRules,
  phaseRulesSchema,
} from "./phase-rules.ts";
export { applyPreset, PRESET_NAMES, PRESETS } from "./presets.ts";
export { type FileProblem, readSource } from "./read-source.ts";
export { writeCasesCsv } from "./write-cases-csv.ts";
export { writeChallenge } from "./write-challenge.ts";
