import { describe, expect, it } from "vitest";
import { safePath } from "../server/safe-path.ts";
import { anywhereOnEarthInstant, relativeInstant, utcInstant } from "../ui/format-instant.ts";
import { formatBytes, formatCount, formatDuration, formatMillimetres, formatScore } from "../ui/format-number.ts";
import { OKABE_ITO, structureColour } from "../ui/structure-colour.ts";

describe("numbers as people read them", () => {
  it("writes scores with three decimals and says when one was not measured", () => {
    expect([formatScore(0.9), formatScore(1), formatScore(null)]).toEqual(["0.900", "1.000", "not measured"]);
  });

  it("writes durations in the unit that fits, without rounding into 60 seconds", () => {
    const written = [0, 740, 12_400, 99_960, 245_000, 3_599_600, 7_800_000].map(formatDuration);
    expect(written).toEqual(["0 ms", "740 ms", "12.4 s", "1 min 40 s", "4 min 05 s", "1 h", "2 h 10 min"]);
  });

  it("writes bytes in decimal units", () => {
    expect([512, 999_960, 3_100_000_000, 250_000_000].map(formatBytes)).toEqual([
      "512 B",
      "1.0 MB",
      "3.1 GB",
      "250 MB",
    ]);
  });

  it("writes distances and counts", () => {
    expect([
      formatMillimetres(1.5),
      formatMillimetres(412.4),
      formatCount(1, "case"),
      formatCount(1200, "case"),
    ]).toEqual(["1.5 mm", "412 mm", "1 case", "1,200 cases"]);
  });
});

describe("instants", () => {
  const now = Date.parse("2026-11-24T12:00:00Z");
  it("are told relative to now, to either side", () => {
    const told = ["11:59:40", "11:58:59", "13:30:00"].map((time) => relativeInstant(`2026-11-24T${time}Z`, now));
    expect(told).toEqual(["just now", "1 minute ago", "in 1 hour"]);
  });

  it("are exact in UTC and anywhere on earth", () => {
    expect(utcInstant("2026-11-24T11:45:00Z")).toBe("24 Nov 2026, 11:45 UTC");
    expect(anywhereOnEarthInstant("2026-11-24T11:45:00Z")).toBe("23 Nov 2026, 23:45 anywhere on earth");
  });
});

describe("colours of structures", () => {
  it("are the same for a name wherever it stands, and come from Okabe and Ito's set", () => {
    expect(structureColour("liver")).toBe(structureColour("liver"));
    for (const name of ["aorta", "rectum", "unheard_of"]) expect(OKABE_ITO).toContain(structureColour(name));
  });
});

describe("the path to return to after signing in", () => {
  it("keeps paths of this portal and drops every way to another site", () => {
    expect(safePath("/challenges/a?x=1#y", "/")).toBe("/challenges/a?x=1#y");
    for (const path of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "/\tevil",
      "/a\\b",
      "",
      undefined,
    ]) {
      expect(safePath(path, "/home")).toBe("/home");
    }
  });
});
