/**
 * What can be done with a challenge, and who may see what. Every function takes the viewer and answers for that viewer
 * alone; a stranger gets the refusal `not-found`. Reads return plain JSON (instants as ISO 8601 in UTC).
 *
 *   read      listChallenges · readChallenge · listCases · readLeaderboard · listSubmissions · readSubmission · readOwnQuota · readBundle
 *             readJournal · readOperations (organizers, operators)
 *             readComparisons · readCaseFiles · readSampleCase · readPublicCase
 *   do        joinChallenge · createSubmission · cancelSubmission · chooseSubmission
 *   organize  createChallenge · editChallenge · savePhase · setOrganizer · enterCase · putPicture · readAudit · …
 *   teams     inviteToTeam · readInvite · acceptInvite · leaveTeam · handOverTeam · removeMember · readTeam
 *   people    exportPerson · planDeletion · deletePerson
 *   manage    listTeams · decideTeam · listEntered · rerunSubmission · rescorePhase · compareBoards · disqualifySubmission
 *             restoreSubmission · markSubmission · publishPhase · exportPhase
 *   announce  requestSubscription · confirmSubscription · endSubscription · listAnnouncements · publishAnnouncement · …
 *   costs     addUse · readCosts · readBudgets · tellBudgets · …
 *   evaluate  readStructures · publishBoard · toScoreArrays · fromScoreArrays · notifySubmission · restoreResult
 */

export { PICTURE_BYTES } from "@bodymark/cases";
export * from "./announcements/index.ts";
export { type BoardEntry, boardEntrySchema } from "./board-entry.ts";
export { cancelSubmission } from "./cancel-submission.ts";
export { chooseEntries } from "./choose-entries.ts";
export { chooseSubmission } from "./choose-submission.ts";
export * from "./costs/index.ts";
export {
  createSubmission,
  type SubmissionRequest,
  submissionRequestSchema,
} from "./create-submission.ts";
export { databaseNow } from "./database-clock.ts";
export { REFUSALS, Refusal, type RefusalCode } from "./errors.ts";
export { keepsLogs } from "./keeps-logs.ts";
export { type CaseListItem, listCases } from "./list-cases.ts";
export { type ChallengeCard, listChallenges } from "./list-challenges.ts";
export { listSubmissions, type SubmissionListItem } from "./list-submissions.ts";
export * from "./manage/index.ts";
export { notifySubmission, SUBMISSION_CHANNEL } from "./notify-submission.ts";
export * from "./organize/index.ts";
export { type DeletionPlan, deletePerson, planDeletion } from "./people/delete-person.ts";
export { exportPerson } from "./people/export-person.ts";
export { DEFAULT_RULES, hashRules, type PhaseRules, phaseRulesSchema } from "./phase-rules.ts";
export type { PhaseStatus } from "./phase-status.ts";
export type { PhaseView } from "./phase-view.ts";
export { publishBoard } from "./publish-board.ts";
export { type BundleSigner, readBundle } from "./read-bundle.ts";
export { type CaseFiles, readCaseFiles } from "./read-case-files.ts";
export { type ChallengeView, readChallenge } from "./read-challenge.ts";
export { type Comparison, readComparisons } from "./read-comparisons.ts";
export { type EntryView, readEntry } from "./read-entry.ts";
export { type JournalLine, readJournal } from "./read-journal.ts";
export { type LeaderboardView, readLeaderboard } from "./read-leaderboard.ts";
export { type OperationsView, readOperations } from "./read-operations.ts";
export { readOwnQuota } from "./read-own-quota.ts";
export { type PublicCase, readPublicCase } from "./read-public-case.ts";
export { type QueuePlace, readQueuePlace } from "./read-queue-place.ts";
export type { Allowance, Quota } from "./read-quota.ts";
export { readSampleCase, type SampleCase } from "./read-sample-case.ts";
export { readStructures } from "./read-structures.ts";
export { type CaseView, type FailureView, readSubmission, type SubmissionView } from "./read-submission.ts";
export { restoreResult } from "./restore-result.ts";
export { fromScoreArrays, NOT_COUNTED, type ScoreArrays, toScoreArrays } from "./score-arrays.ts";
export type { SummaryView } from "./summary-view.ts";
export { acceptInvite, type InviteView, readInvite } from "./teams/accept-invite.ts";
export { isOfDomain } from "./teams/admission.ts";
export { handOverTeam } from "./teams/hand-over-team.ts";
export { inviteToTeam, MOST_USES, withdrawInvite } from "./teams/invite-to-team.ts";
export { type JoinRequest, joinChallenge } from "./teams/join-challenge.ts";
export { leaveTeam } from "./teams/leave-team.ts";
export { readTeam, type TeamView } from "./teams/read-team.ts";
export { removeMember } from "./teams/remove-member.ts";
export { type CsvCell, toCsvLine } from "./to-csv-line.ts";
export type { Viewer } from "./viewer.ts";
export { casesAreOpen, HIDDEN_GRID_MS } from "./visibility.ts";
export { type AuditEntry, writeAudit } from "./write-audit.ts";
