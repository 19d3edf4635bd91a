import { createServer } from "node:http";
import { freezePhases } from "@bodymark/challenge";
import { openDatabase } from "@bodymark/db";
import { openMailer, readMailSettings, runMailLoop } from "@bodymark/mail";
import next from "next";
import { environment, isDevelopment } from "./server/environment.ts";

// Next's own server with two things it lacks: the sender's real address in x-forwarded-for, and an orderly end.
const { port, trustProxy, publicUrl, secret, databaseUrl } = environment();
const mailer = openMailer(readMailSettings());
const dir = import.meta.dirname;
process.chdir(dir); // files that are handed out lie below it
const app = next({ dev: isDevelopment, dir, port });
await app.prepare();
const handle = app.getRequestHandler();

const server = createServer((request, response) => {
  if (!trustProxy) request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "unknown";
  void handle(request, response);
});
// An upload may pause for as long as its sender's network does; the upload's own expiry ends it.
server.requestTimeout = 0;

// Connections of its own: sending mail never waits for pages, nor they for it.
const background = openDatabase(databaseUrl, { poolSize: 2 });
const mail = runMailLoop(background, mailer, { publicUrl, secret }, (error) => console.error("mail:", error));

// Rankings are frozen and hashed when a phase opens, also where nobody submits or edits then.
const FREEZE_EVERY_MS = 30_000;
const freeze = () => freezePhases(background).catch((error: unknown) => console.error("phases:", error));
setInterval(freeze, FREEZE_EVERY_MS).unref();
void freeze();

function stop(): void {
  const mailStopped = mail.stop();
  server.close(() => void mailStopped.finally(() => process.exit(0)));
  server.closeIdleConnections();
  // Live submission pages hold their connections open; browsers reconnect to the next portal by themselves.
  setTimeout(() => server.closeAllConnections(), 2_000).unref();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
server.listen(port, () => console.log(`portal: listening on port ${port}`));
