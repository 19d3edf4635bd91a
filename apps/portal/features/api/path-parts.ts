const SLUG = /^[a-z0-9][a-z0-9-]{0,99}$/;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** What each named part of an address may look like; checked first, so that a NUL byte is a 404, not a database error. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  id: /^sub_[0-9a-km-np-z]{20}$/,
  team: /^team_[0-9a-km-np-z]{20}$/,
  announcement: /^ann_[0-9a-km-np-z]{20}$/,
  ordinal: /^[1-9][0-9]{0,5}$/,
  case: FILE_NAME,
  picture: FILE_NAME,
};

export function pathPattern(name: string): RegExp {
  return PATTERNS[name] ?? SLUG;
}

export function isPathPart(name: string, value: string): boolean {
  return pathPattern(name).test(value);
}
