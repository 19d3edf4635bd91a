// Preloaded (`--import`) into the programs that a start supervises: if their parent is killed outright, their channel
// to it closes, and they end as on SIGTERM instead of living on unwatched.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel) {
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
