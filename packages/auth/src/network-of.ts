import { isIPv6 } from "node:net";

/**
 * What an address counts as for limits: an IPv4 address for itself, also in its IPv6 form; an IPv6 address for its /64,
 * which is the least that a single customer is given (RFC 6177), and holds more addresses than anybody could count.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [plain = ""] = address.split("%");
  if (!isIPv6(plain)) return address;
  const [head = "", tail] = plain.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const missing = 8 - groups(head).length - groups(tail ?? "").length;
  const all = [
    ...groups(head),
    ...(tail === undefined ? [] : Array(Math.max(0, missing)).fill("0")),
    ...groups(tail ?? ""),
  ];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
