// Load test of a running platform on this machine: one big upload, several at once, and page reads meanwhile.
//   node tests/load/uploads-and-reads.ts [--data .bodymark] [--size-mib 2048] [--parallel 4] [--chunk-mib 64] [--portal-pid PID]
// Uses the first demo account. Sends at most 8 GiB in all, to loopback addresses only. Prints a table and a line of JSON.
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { z } from "zod";

const MIB = 1024 * 1024;
const MOST_BYTES = 8 * 1024 * MIB;

const { values } = parseArgs({
  options: {
    data: { type: "string", default: process.env.BODYMARK_DATA ?? ".bodymark" },
    "size-mib": { type: "string", default: "2048" },
    "chunk-mib": { type: "string", default: "64" },
    parallel: { type: "string", default: "4" },
    "portal-pid": { type: "string" },
  },
});
const demo = z
  .object({ url: z.url(), challenge: z.string(), accounts: z.array(z.object({ apiKey: z.string() })).min(1) })
  .parse(JSON.parse(readFileSync(join(values.data, "demo.json"), "utf8")));
const { hostname } = new URL(demo.url);
if (!["localhost", "127.0.0.1", "[::1]"].includes(hostname)) throw new Error(`${demo.url} is not on this machine`);
const sizeBytes = Number(values["size-mib"]) * MIB;
const chunkBytes = Number(values["chunk-mib"]) * MIB;
const parallel = Number(values.parallel);
if (!(sizeBytes * 2 <= MOST_BYTES)) throw new Error("at most 8 GiB are sent, twice --size-mib in all");
const key = demo.accounts[0]?.apiKey ?? "";

const memory = watchMemory(values["portal-pid"]);
const rows: Record<string, unknown>[] = [];
rows.push({ what: "one upload", ...(await timeUploads(1, sizeBytes)) });
rows.push({ what: `${parallel} uploads at once`, ...(await timeUploads(parallel, Math.floor(sizeBytes / parallel))) });
const path = `/challenges/${demo.challenge}`;
rows.push({ what: `reads of ${path}`, ...(await timeReads(path)) });
const busy = timeUploads(1, sizeBytes / 4);
rows.push({ what: `reads of ${path} during an upload`, ...(await timeReads(path)) });
await busy;
console.table(rows);
console.log(JSON.stringify({ sizeBytes, chunkBytes, rows }));
process.exit(0);

async function timeUploads(count: number, bytes: number) {
  memory.reset();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: count }, () => upload(bytes)));
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds: round(seconds), mibPerS: round((count * bytes) / MIB / seconds), ...memory.result() };
}

/** Uploads fresh bytes that begin as gzip does, in chunks, and checks the hash that the platform computed. */
async function upload(bytes: number): Promise<void> {
  const block = randomBytes(MIB);
  const first = Buffer.from(block);
  Buffer.from([0x1f, 0x8b, 8]).copy(first);
  const hash = createHash("sha256");
  const created = await send("POST", "/api/v1/uploads", { "Upload-Length": String(bytes) });
  const address = created.headers.location ?? "";
  try {
    for (let offset = 0; offset < bytes; offset += chunkBytes) {
      const end = Math.min(bytes, offset + chunkBytes);
      const headers = {
        "Upload-Offset": String(offset),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": String(end - offset),
      };
      await send("PATCH", address, headers, function* () {
        for (let at = offset; at < end; at += MIB) {
          const piece = (at === 0 ? first : block).subarray(0, Math.min(MIB, end - at));
          hash.update(piece);
          yield piece;
        }
      });
    }
  } catch (error) {
    await send("DELETE", address, {});
    throw error;
  }
  const view = await send("GET", address, {});
  const { sha256 } = z.object({ sha256: z.string() }).parse(JSON.parse(view.body));
  if (sha256 !== hash.digest("hex")) throw new Error("the hashes differ");
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: () => Generator<Buffer>,
): Promise<{ headers: Record<string, string | undefined>; body: string }> {
  const all = { "Tus-Resumable": "1.0.0", Authorization: `Bearer ${key}`, ...headers };
  const outgoing = request(new URL(path, demo.url), { method, headers: all });
  const answered = once(outgoing, "response");
  for (const piece of body?.() ?? [])
    if (!outgoing.write(piece)) await Promise.race([once(outgoing, "drain"), answered]);
  outgoing.end();
  const [response] = (await answered) as [import("node:http").IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  if ((response.statusCode ?? 500) >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`);
  return { headers: response.headers as Record<string, string | undefined>, body: text };
}

async function timeReads(path: string) {
  memory.reset();
  const { latency, requests, non2xx } = await autocannon({
    url: new URL(path, demo.url).href,
    connections: 8,
    duration: 8,
  });
  const times = { p50Ms: latency.p50, p99Ms: latency.p99 };
  return { requestsPerS: round(requests.average), ...times, non2xx, ...memory.result() };
}

/** Peak resident memory of the portal, sampled ten times a second; Linux only, and only when its pid was given. */
function watchMemory(pid: string | undefined) {
  let startMib = 0;
  let peakMib = 0;
  const sample = () => {
    const status = pid ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  };
  if (pid) setInterval(() => (peakMib = Math.max(peakMib, sample())), 100).unref();
  return {
    reset: () => {
      startMib = sample();
      peakMib = startMib;
    },
    result: () => (pid ? { portalStartMib: round(startMib), portalPeakMib: round(peakMib) } : {}),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
