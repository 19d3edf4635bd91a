/**
 * Accounts. In order of reading: createAuth (the one configuration) → sign up, confirm, sign in → what a person may
 * change → second factors, sessions, keys → roles.
 */

export { atLeast } from "./at-least.ts";
export { changePassword } from "./change-password.ts";
export { changeRole } from "./change-role.ts";
export { checkPassword, type PasswordVerdict } from "./check-password.ts";
export { type ConfirmOutcome, confirmAddress } from "./confirm-address.ts";
export { createAccount, type NewAccount } from "./create-account.ts";
export { API_KEY_PREFIX, type Auth, type AuthSettings, createAuth } from "./create-auth.ts";
export { type AttemptLimit, type AttemptVerdict, forgetAttempts, limitAttempts } from "./limit-attempts.ts";
export { limitBoth } from "./limit-both.ts";
export { ANSWER_FLOOR_MS, LIMITS } from "./limits.ts";
export { listPeople, MOST_PEOPLE, type PersonRow } from "./list-people.ts";
export { networkOf } from "./network-of.ts";
export { isTokenValid, type TokenPurpose } from "./one-time-token.ts";
export {
  beginPasskey,
  beginPasskeySignIn,
  finishPasskey,
  type PasskeyAnswer,
  removePasskey,
  signInWithPasskey,
} from "./passkeys.ts";
export { PASSWORD_LENGTH } from "./password-length.ts";
export type { Person } from "./person.ts";
export { personOfApiKey } from "./person-of-api-key.ts";
export { idOfSession, personOfSession } from "./person-of-session.ts";
export { renewCredentials } from "./renew-credentials.ts";
export { requestAddressChange } from "./request-address-change.ts";
export { requestPasswordReset } from "./request-password-reset.ts";
export { resetPassword } from "./reset-password.ts";
export {
  answerSecondFactor,
  beginTotp,
  confirmCode,
  finishTotp,
  readSecondFactors,
  removeTotp,
  type SecondFactors,
} from "./second-factor.ts";
export { type MailedLinkOutcome, resendConfirmation } from "./send-confirmation.ts";
export { endOtherSessions, endSession, listSessions, type SessionRow } from "./sessions.ts";
export { type SignInOutcome, signIn } from "./sign-in.ts";
export { type SignUpOutcome, type SignUpRequest, signUp } from "./sign-up.ts";
