// Preloaded (`--import`) into the programs that a start supervises: if their parent is killed outright, their channel
// to it closes, and they end as on SIGTERM instead of living on unwatched. Programs that they fork in turn inherit the
// flag but not the variable; their channels are their own affair.
import { isMainThread } from "node:worker_threads";

const parent = process.env.BODYMARK_PARENT;
if (isMainThread && parent) {
  delete process.env.BODYMARK_PARENT;
  const end = () => process.kill(process.pid, "SIGTERM");
  process.once("disconnect", end);
  process.channel?.unref();
  if (String(process.ppid) !== parent) end(); // it was killed before this began
}
