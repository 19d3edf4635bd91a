import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";

/** What an engine said when asked; `reason` is the system's own word for why it did not answer. */
export type Ping = { readonly answers: true } | { readonly answers: false; readonly reason: string };

/** Asks the engine at a DOCKER_HOST (`unix://`, `npipe://`, `tcp://`, `http://`, `https://`) whether it is there. */
export function pingEngine(host: string, limitMs = 3_000): Promise<Ping> {
  const local = /^(unix|npipe):\/\/(.+)$/.exec(host);
  const address = local ? { socketPath: local[2] } : remoteAddress(host);
  if (!address) return Promise.resolve({ answers: false, reason: "its address has an unknown form" });
  const request = "ca" in address ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const asked = request({ ...address, path: "/_ping", timeout: limitMs }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      resolve(status === 200 ? { answers: true } : { answers: false, reason: `it answered with status ${status}` });
    });
    asked.once("timeout", () => asked.destroy(new Error(`no answer within ${limitMs / 1000} s`)));
    asked.once("error", (error: NodeJS.ErrnoException) =>
      resolve({ answers: false, reason: error.code ?? error.message }),
    );
    asked.end();
  });
}

/** Host and port, with the client's certificates where DOCKER_CERT_PATH says that the engine wants them. */
function remoteAddress(host: string) {
  if (!/^(tcp|http|https):\/\//.test(host)) return undefined;
  const url = new URL(host.replace(/^tcp:/, "http:"));
  const where = { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 2375) };
  const certificates = process.env.DOCKER_CERT_PATH;
  if (!certificates || (!process.env.DOCKER_TLS_VERIFY && url.protocol !== "https:")) return where;
  const read = (name: string) => readFileSync(join(certificates, name));
  return { ...where, ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}
