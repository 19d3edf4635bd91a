import { clientAddress } from "./client-address.ts";

/** Whether a request comes from the machine that the portal runs on. */
export function fromThisMachine(headers: Headers): boolean {
  return ["127.0.0.1", "::1", "::ffff:127.0.0.1"].includes(clientAddress(headers));
}
