import { expect, it } from "vitest";
import { networkOf } from "../src/network-of.ts";

it("W9: addresses are counted by what one customer has: an IPv4 address, an IPv6 /64", () => {
  for (const address of ["203.0.113.7", "::ffff:203.0.113.7", "::FFFF:203.0.113.7"])
    expect(networkOf(address)).toBe("203.0.113.7");
  for (const address of [
    "2001:db8:1:2:3:4:5:6",
    "2001:0db8:0001:0002::1",
    "2001:db8:1:2::",
    "2001:DB8:1:2:ffff::%eth0",
  ])
    expect(networkOf(address)).toBe("2001:db8:1:2::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  for (const odd of ["unknown", "1.2.3", ":::", ""]) expect(networkOf(odd)).toBe(odd);
});
