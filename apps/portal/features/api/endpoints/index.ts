import type { Endpoint } from "../define-endpoint.ts";
import {
  editAnnouncementEndpoint,
  getAnnouncementEndpoint,
  listAnnouncementsEndpoint,
  publishAnnouncementEndpoint,
  removeAnnouncementEndpoint,
} from "./announcements.ts";
import { cancelSubmissionEndpoint } from "./cancel-submission.ts";
import { chooseSubmissionEndpoint } from "./choose-submission.ts";
import { createSubmissionEndpoint } from "./create-submission.ts";
import { getBundleEndpoint } from "./get-bundle.ts";
import { getChallengeEndpoint } from "./get-challenge.ts";
import { getEntryEndpoint } from "./get-entry.ts";
import { getLeaderboardEndpoint } from "./get-leaderboard.ts";
import { getPublicCaseFileEndpoint } from "./get-public-case-file.ts";
import { getRunFileEndpoint } from "./get-run-file.ts";
import { getSigningKeyEndpoint } from "./get-signing-key.ts";
import { getSubmissionEndpoint } from "./get-submission.ts";
import { listChallengesEndpoint } from "./list-challenges.ts";
import { listComparisonsEndpoint } from "./list-comparisons.ts";
import { listSubmissionsEndpoint } from "./list-submissions.ts";
import { readCostsEndpoint } from "./manage/costs.ts";
import {
  cancelRescoreEndpoint,
  compareBoardsEndpoint,
  exportPhaseEndpoint,
  listBoardsEndpoint,
  publishPhaseEndpoint,
  rerunSubmissionsEndpoint,
  rescorePhaseEndpoint,
} from "./manage/phases.ts";
import {
  disqualifySubmissionEndpoint,
  listEnteredEndpoint,
  listQueueEndpoint,
  markSubmissionEndpoint,
  readJournalEndpoint,
  readStaleEndpoint,
  rerunSubmissionEndpoint,
  rescoreSubmissionEndpoint,
  restoreSubmissionEndpoint,
} from "./manage/submissions.ts";
import { decideTeamEndpoint, listTeamsEndpoint } from "./manage/teams.ts";
import { readAuditEndpoint } from "./organize/audit.ts";
import {
  enterCaseEndpoint,
  findKnownFilesEndpoint,
  getCaseFileEndpoint,
  listCasesEndpoint,
  removeCaseEndpoint,
} from "./organize/cases.ts";
import {
  createChallengeEndpoint,
  editChallengeEndpoint,
  getDefinitionEndpoint,
  putDefinitionEndpoint,
} from "./organize/definition.ts";
import { listOrganizersEndpoint, removeOrganizerEndpoint, setOrganizerEndpoint } from "./organize/organizers.ts";
import { deletePhaseEndpoint, getPhaseEndpoint, listPhasesEndpoint, putPhaseEndpoint } from "./organize/phases.ts";
import { getPictureEndpoint, putPictureEndpoint } from "./organize/pictures.ts";
import { streamSubmissionEndpoint } from "./stream-submission.ts";

/** Every operation of the API, in the order of its description. */
export const ENDPOINTS = [
  listChallengesEndpoint,
  getChallengeEndpoint,
  listPhasesEndpoint,
  getPhaseEndpoint,
  getLeaderboardEndpoint,
  getPublicCaseFileEndpoint,
  getEntryEndpoint,
  listAnnouncementsEndpoint,
  getAnnouncementEndpoint,
  createSubmissionEndpoint,
  listSubmissionsEndpoint,
  getSubmissionEndpoint,
  streamSubmissionEndpoint,
  cancelSubmissionEndpoint,
  chooseSubmissionEndpoint,
  listComparisonsEndpoint,
  getRunFileEndpoint,
  getBundleEndpoint,
  getSigningKeyEndpoint,
  createChallengeEndpoint,
  editChallengeEndpoint,
  getDefinitionEndpoint,
  putDefinitionEndpoint,
  putPhaseEndpoint,
  deletePhaseEndpoint,
  listOrganizersEndpoint,
  setOrganizerEndpoint,
  removeOrganizerEndpoint,
  listCasesEndpoint,
  enterCaseEndpoint,
  findKnownFilesEndpoint,
  getCaseFileEndpoint,
  removeCaseEndpoint,
  putPictureEndpoint,
  getPictureEndpoint,
  readAuditEndpoint,
  listTeamsEndpoint,
  decideTeamEndpoint,
  listEnteredEndpoint,
  listQueueEndpoint,
  readJournalEndpoint,
  rerunSubmissionEndpoint,
  rerunSubmissionsEndpoint,
  readStaleEndpoint,
  rescoreSubmissionEndpoint,
  rescorePhaseEndpoint,
  cancelRescoreEndpoint,
  listBoardsEndpoint,
  compareBoardsEndpoint,
  disqualifySubmissionEndpoint,
  restoreSubmissionEndpoint,
  markSubmissionEndpoint,
  publishPhaseEndpoint,
  exportPhaseEndpoint,
  readCostsEndpoint,
  publishAnnouncementEndpoint,
  editAnnouncementEndpoint,
  removeAnnouncementEndpoint,
] as readonly Endpoint[];
