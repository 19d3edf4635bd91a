import { describe, expect, it } from "vitest";
import { COUNTRY_CODES, listCountries } from "../features/accounts/countries.ts";
import { nameAddress } from "../features/accounts/name-address.ts";
import { nameBrowser } from "../features/accounts/name-browser.ts";

describe("a session's line", () => {
  it("names the browser and the system, or whatever the program calls itself", () => {
    const edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0";
    expect(nameBrowser(edge)).toBe("Edge on Windows");
    expect(nameBrowser("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0")).toBe(
      "Firefox on Linux",
    );
    expect(nameBrowser("bodymark/0.1")).toBe("bodymark/0.1");
    expect(nameBrowser(null)).toBe("a program without a name");
  });

  it("shows addresses in their short form", () => {
    expect(nameAddress("2001:0db8:0000:0000:0000:0000:0000:0000")).toBe("2001:db8::");
    expect(nameAddress("192.0.2.7")).toBe("192.0.2.7");
    expect(nameAddress("0000:0000:0000:0000:0000:0000:0000:0000")).toBe("the portal's own machine");
    expect(nameAddress(null)).toBe("");
  });
});

it("the countries are ISO 3166's 249, each with a name, in the order of their names", () => {
  expect(new Set(COUNTRY_CODES).size).toBe(249);
  const names = listCountries().map(({ name }) => name);
  expect(names).toContain("Côte d’Ivoire");
  expect(names.some((name) => /^[A-Z]{2}$/.test(name))).toBe(false);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));
});
