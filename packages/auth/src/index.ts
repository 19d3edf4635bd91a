export { createAccount, type NewAccount } from "./create-account.ts";
export { API_KEY_PREFIX, type Auth, type AuthSettings, createAuth } from "./create-auth.ts";
export { type AttemptLimit, type AttemptVerdict, forgetAttempts, limitAttempts } from "./limit-attempts.ts";
export { PASSWORD_LENGTH } from "./password-length.ts";
export type { Person } from "./person.ts";
export { personOfApiKey } from "./person-of-api-key.ts";
export { personOfSession } from "./person-of-session.ts";
export { type SignInOutcome, signIn } from "./sign-in.ts";
export { type SignUpOutcome, signUp } from "./sign-up.ts";
