/** Prefix of every kind of id; an id says what it names. */
export const ID_PREFIXES = {
  user: "usr",
  team: "team",
  challenge: "chl",
  phase: "phs",
  structure: "str",
  case: "case",
  caseRevision: "crv",
  submission: "sub",
  evaluation: "evl",
  caseRun: "run",
  upload: "upl",
  worker: "wrk",
  board: "brd",
  audit: "aud",
  object: "obj",
  mail: "mail",
  notification: "ntf",
  invite: "inv",
  picture: "pic",
  amendment: "amd",
  announcement: "ann",
  subscription: "sbs",
} as const;
export type IdKind = keyof typeof ID_PREFIXES;
export type Id<Kind extends IdKind> = `${(typeof ID_PREFIXES)[Kind]}_${string}`;

const ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz"; // 34 letters: no l, no o

/** A new id: prefix and 20 letters, some 101 bits, from the system's random source. */
export function newId<Kind extends IdKind>(kind: Kind): Id<Kind> {
  let letters = "";
  while (letters.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < 34 * 7 && letters.length < 20) letters += ALPHABET[byte % 34];
    }
  }
  return `${ID_PREFIXES[kind]}_${letters}`;
}

/** Whether a text has the shape of an id of this kind. */
export function isId<Kind extends IdKind>(kind: Kind, text: string): text is Id<Kind> {
  return new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-km-np-z]{20}$`).test(text);
}
