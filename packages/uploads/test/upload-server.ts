import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openDatabase } from "@bodymark/db";
import { type ObjectStoreSettings, openObjectStore } from "@bodymark/storage";
import { openUploads, type Uploads } from "../src/index.ts";

export const PATH = "/api/v1/uploads";

/** Serves uploads on a loopback port as the portal does; whoever sends `x-user` is signed in as that user. */
export async function serveUploads(uploads: Uploads, port = 0): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const user = request.headers["x-user"];
    const answer = await uploads.handle(toRequest(request), typeof user === "string" ? user : null);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), response).catch(() => {});
    else response.end();
  });
  server.requestTimeout = 0;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`, server };
}

function toRequest(request: IncomingMessage): Request {
  const hasBody = request.method === "POST" || request.method === "PATCH";
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method ?? "GET",
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ...(hasBody ? { body: Readable.toWeb(request) as never, duplex: "half" } : {}),
  } as RequestInit);
}

// As a program, for tests that kill it: node upload-server.ts DATABASE_URL SETTINGS PORT
if (import.meta.main) {
  const [databaseUrl = "", settings = "{}", port = "0"] = process.argv.slice(2);
  const db = openDatabase(databaseUrl);
  const store = await openObjectStore(JSON.parse(settings) as ObjectStoreSettings);
  const { url } = await serveUploads(openUploads({ db, store, path: PATH, onError: console.error }), Number(port));
  console.log(url);
}
