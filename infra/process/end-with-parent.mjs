// Preloaded (`--import`) into the programs that a start supervises: if their parent is killed outright, their channel
// to it closes, and they end as on SIGTERM instead of living on unwatched. Programs that they fork in turn inherit the
// flag, but have another parent; their channels are their own affair.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel && String(process.ppid) === process.env.BODYMARK_PARENT) {
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
