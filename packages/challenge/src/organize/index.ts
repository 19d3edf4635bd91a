/** What organizers do: everything but files goes through `applyDocument`, in one transaction, audited. */
export { type ApplyOptions, type ApplyOutcome, applyDocument } from "./apply-document.ts";
export { createChallenge } from "./create-challenge.ts";
export { createStructures } from "./create-structures.ts";
export {
  type ChallengeEdit,
  type DocumentPart,
  editChallenge,
  partVersion,
  removeOrganizer,
  removePhase,
  savePhase,
  setOrganizer,
} from "./edit-challenge.ts";
export { type CaseRequest, caseRequestSchema, type EnteredCase, enterCase } from "./enter-case.ts";
export { findKnownFiles } from "./find-known-files.ts";
export { freezePhases } from "./freeze-phases.ts";
export { listOrganized, type OrganizedChallenge } from "./list-organized.ts";
export { listOrganizerCases, type OrganizerCase } from "./list-organizer-cases.ts";
export { type CaseFile, openCaseFile } from "./open-case-file.ts";
export { openPicture } from "./open-picture.ts";
export { mayCreateChallenges, organizerRole, requireOrganizer, requireRole } from "./organizer-role.ts";
export { organizesAny } from "./organizes-any.ts";
export type { PhaseEffect } from "./phase-effects.ts";
export { putPicture } from "./put-picture.ts";
export { type AuditLine, readAudit } from "./read-audit.ts";
export { type DefinitionView, readDefinition } from "./read-definition.ts";
export { removeCase } from "./remove-case.ts";
