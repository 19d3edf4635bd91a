import { createHash } from "node:crypto";

/**
 * Id of an address's subscription to a challenge's list, or to the platform's (`null`): always the same, so that there
 * is one at most, and an old mail's link still ends the subscription of somebody who left and came back.
 */
export function subscriptionId(challengeId: string | null, address: string): string {
  const hash = createHash("sha256")
    .update(`${challengeId ?? "news"}/${address.toLowerCase()}`)
    .digest("hex");
  return `sbs_${hash.slice(0, 32)}`;
}
