export { UnreadableReference } from "./errors.ts";
export { type MatchedCases, matchCases } from "./match-cases.ts";
export { type CaseInput, SCORER_VERSION, type ScoringOptions } from "./options.ts";
export { readStructuresFile } from "./read-structures-file.ts";
export { type ScoredCase, scoreCase } from "./score-case.ts";
export { type ScoreCasesOptions, scoreCases } from "./score-cases.ts";
export { meanOfMeans, summarise } from "./summarise.ts";
export { caseNameOf } from "./volume-names.ts";
export { WorkerDied, WorkerPool } from "./worker-pool.ts";
