import type { Endpoint } from "../define-endpoint.ts";
import { cancelSubmissionEndpoint } from "./cancel-submission.ts";
import { createSubmissionEndpoint } from "./create-submission.ts";
import { getBundleEndpoint } from "./get-bundle.ts";
import { getChallengeEndpoint } from "./get-challenge.ts";
import { getLeaderboardEndpoint } from "./get-leaderboard.ts";
import { getSigningKeyEndpoint } from "./get-signing-key.ts";
import { getSubmissionEndpoint } from "./get-submission.ts";
import { listChallengesEndpoint } from "./list-challenges.ts";
import { listSubmissionsEndpoint } from "./list-submissions.ts";
import { streamSubmissionEndpoint } from "./stream-submission.ts";

/** Every operation of the API, in the order of its description. */
export const ENDPOINTS = [
  listChallengesEndpoint,
  getChallengeEndpoint,
  getLeaderboardEndpoint,
  createSubmissionEndpoint,
  listSubmissionsEndpoint,
  getSubmissionEndpoint,
  streamSubmissionEndpoint,
  cancelSubmissionEndpoint,
  getBundleEndpoint,
  getSigningKeyEndpoint,
] as readonly Endpoint[];
