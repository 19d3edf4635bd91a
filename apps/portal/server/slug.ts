/** Whether a text can be the slug of anything. Checked first: a NUL byte in a path must be a 404, not a database error. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,99}$/.test(text);
}
