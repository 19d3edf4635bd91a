import { EngineDiskFull, EngineFault, EngineUnreachable } from "../engine-fault.ts";

/** An answer of the engine other than success. */
export interface EngineAnswer {
  statusCode: number;
  message: string;
}

/** The engine's answer behind an error, or null when the error is something else. */
export function answerOf(error: unknown): EngineAnswer | null {
  if (!(error instanceof Error) || !("statusCode" in error) || typeof error.statusCode !== "number") return null;
  const { json } = error as { json?: { message?: unknown } };
  const message = typeof json?.message === "string" ? json.message : error.message;
  return { statusCode: error.statusCode, message };
}

const UNREACHABLE = new Set(["ECONNREFUSED", "ENOENT", "EACCES", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH"]);

/** An `EngineFault` for whatever went wrong while doing `what`. */
export function toEngineFault(what: string, error: unknown): EngineFault | EngineUnreachable | EngineDiskFull {
  if (error instanceof EngineFault || error instanceof EngineUnreachable || error instanceof EngineDiskFull)
    return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = answerOf(error)?.message ?? (error instanceof Error ? error.message : String(error));
  const Class = UNREACHABLE.has(code) ? EngineUnreachable : EngineFault;
  return new Class(`the engine failed to ${what}: ${reason}`, { cause: error });
}

/**
 * One call to the engine with a time limit. Errors that carry the engine's own answer pass through `onAnswer`, which
 * may return a value or throw something better; all else becomes an `EngineFault`.
 */
export async function callEngine<T>(
  what: string,
  limitMs: number,
  call: (signal: AbortSignal) => Promise<T>,
  onAnswer?: (answer: EngineAnswer) => T,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new EngineFault(`the engine took longer than ${limitMs / 1000} s to ${what}`));
      controller.abort();
    }, limitMs);
  });
  try {
    return await Promise.race([call(controller.signal), late]);
  } catch (error) {
    const answer = answerOf(error);
    if (answer && onAnswer) return onAnswer(answer);
    throw toEngineFault(what, error);
  } finally {
    clearTimeout(timer);
  }
}
