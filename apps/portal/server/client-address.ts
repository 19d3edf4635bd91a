/**
 * The sender's network address, for rate limits. server.ts has replaced what the sender claimed by what the socket
 * says, unless a proxy in front is trusted to have done so.
 */
export function clientAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
