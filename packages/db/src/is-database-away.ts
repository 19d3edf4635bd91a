/** Prisma's codes for a server that does not answer, a connection that broke, and a pool or transaction that waited in vain. */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028"]);
const ADAPTER_KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** SQLSTATE: connection exceptions, too many connections, shut down, crashed, starting up. */
const SQL_STATES = /^(08...|53300|57P0[123])$/;
const SYSTEM_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"]);
/** What `pg` throws without any code: PostgreSQL killed in the middle of a query, or silent past our limit. */
const MESSAGES = /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect)/;

/**
 * Whether an error says that the database cannot be reached just now, so that the same call may work in a while. What it
 * had begun to write may be there or not: only a call that may be made twice is to be tried again.
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const { code, meta } = at as Error & { code?: unknown; meta?: { driverAdapterError?: { cause?: AdapterCause } } };
    const cause = meta?.driverAdapterError?.cause ?? (at as Error & { cause?: AdapterCause }).cause;
    const codes = [code, cause?.kind, cause?.originalCode].map(String);
    if (codes.some((c) => PRISMA_CODES.has(c) || ADAPTER_KINDS.has(c) || SQL_STATES.test(c) || SYSTEM_CODES.has(c)))
      return true;
    if (MESSAGES.test(at.message)) return true;
  }
  return false;
}

interface AdapterCause {
  kind?: string;
  originalCode?: string;
}
