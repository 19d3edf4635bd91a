import { readFile } from "node:fs/promises";
import { methodSchema } from "@bodymark/contracts";
import { describe, expect, it } from "vitest";
import {
  applyPreset,
  challengeDocumentSchema,
  describeChanges,
  diffChallenges,
  expandNames,
  formatSize,
  loadChallenge,
  PRESET_NAMES,
  parseCasesCsv,
  parseInstant,
  parseSize,
  writeCasesCsv,
  writeChallenge,
} from "../src/index.ts";

const YAML = `slug: liver-2027
preset: abdomenatlas-1.1
summary: Livers
pages:
  overview: pages/overview.md
  rules: Be kind.
phases:
  - slug: debug
    title: Debug
    kind: debug
    caseVisibility: public
  - slug: final
    title: Final
    kind: final
    opensAt: 2027-01-10 00:00 Europe/Vienna
    closesAt: 2027-01-31 23:59 AoE
    gate: debug
    limits: { memoryBytes: 16g }
    quota: { count: 5 }
`;

function folder(files: Record<string, string> = {}) {
  return {
    readText: async (path: string) => files[path] ?? null,
    listPictures: async () => [],
    listCases: async () => ({ cases: undefined, problems: [] }),
  };
}

const PAGE = { "pages/overview.md": "# Livers\n" };

describe("challenge.yaml", () => {
  it("is read with its pages, its preset and instants of any zone", async () => {
    const { document, problems } = await loadChallenge("challenge.yaml", YAML, folder(PAGE));
    expect(problems).toEqual([]);
    expect(document).toMatchObject({
      title: "AbdomenAtlas 1.1",
      pages: { overview: "# Livers\n", rules: "Be kind." },
      phases: [
        { slug: "debug", opensAt: null, limits: { memoryBytes: 32 * 1024 ** 3 } },
        {
          slug: "final",
          opensAt: "2027-01-09T23:00:00.000Z",
          closesAt: "2027-02-01T11:59:00.000Z",
          limits: { memoryBytes: 16 * 1024 ** 3, caseTimeoutS: 600 },
          quota: { count: 5, failures: null, windowS: 86_400 },
        },
      ],
    });
    expect(document?.structures).toHaveLength(25);
  });

  it("tells every mistake at once, with its line and column", async () => {
    const text = `slug: Liver 2027
titel: Livers
title: Livers
structures: structures.json
pages: { overview: pages/none.md }
phases:
  - slug: final
    title: Final
    kind: finale
    gate: debug
    limits:
      memoryBytes: lots
      colour: 3
`;
    const structures = `{"structures": [
  {"label": 1, "name": "liver", "toleranceMm": 1},
  {"label": 1, "name": "spleen", "toleranceMm": -1}
]}`;
    const { document, problems } = await loadChallenge(
      "challenge.yaml",
      text,
      folder({ "structures.json": structures }),
    );
    expect(document).toBeNull();
    const lines = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    expect(lines).toEqual([
      expect.stringMatching(/^challenge.yaml:1: slug: .*lower-case/),
      "challenge.yaml:2: there is no field “titel” here; did you mean “title”?",
      "challenge.yaml:5: there is no file “pages/none.md”",
      expect.stringMatching(/^challenge.yaml:9: phases.0.kind: /),
      expect.stringMatching(/^challenge.yaml:12: phases.0.limits.memoryBytes: /),
      "challenge.yaml:13: there is no field “colour” here",
      expect.stringMatching(/^structures.json:3: structures.1.toleranceMm: /),
    ]);
  });

  it("tells names that lead nowhere once the fields are right", async () => {
    const text = `slug: a
title: A
admission: domain
phases:
  - { slug: one, title: One, kind: open, gate: two, opensAt: "2027-02-01T00:00:00Z", closesAt: "2027-01-01T00:00:00Z" }
  - { slug: two, title: Two, kind: open, gate: one }
  - { slug: three, title: Three, kind: open, gate: none }
  - { slug: three, title: Three, kind: open }
`;
    const { problems } = await loadChallenge("challenge.yaml", text, folder());
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "1: emailDomains: admission by domain needs at least one mail domain",
      "5: phases.0.gate: the gates go round in a circle",
      "5: phases.0.closesAt: closes before it opens",
      "6: phases.1.gate: the gates go round in a circle",
      "7: phases.2.gate: there is no phase “none”",
      "8: phases.3.slug: phase three is listed twice",
    ]);
  });

  it.each([
    [
      "a phase's field",
      "phases:\n  - { slug: a, title: A, kind: open, closeAt: x }",
      /3:38: .*did you mean “closesAt”/,
    ],
    [
      "a limit",
      "phases:\n  - { slug: a, title: A, kind: open, limits: { memoryByte: 8g } }",
      /did you mean “memoryBytes”/,
    ],
    [
      "a weight",
      "phases:\n  - { slug: a, title: A, kind: open, ranking: { scheme: test-based, metrics: [{ name: dice, wieght: 2 }] } }",
      /did you mean “weight”/,
    ],
    ["an address of the portal's own", "phases:\n  - { slug: new, title: A, kind: open }", /3:7: .*page of the portal/],
    [
      "a limit beyond all machines",
      "phases:\n  - { slug: a, title: A, kind: open, limits: { caseTimeoutS: 1e9 } }",
      /too much/,
    ],
    ["NUL", 'summary: "a\\0b"', /2:1: summary: .*NUL/],
    [
      "a day that is none",
      "phases:\n  - { slug: a, title: A, kind: open, opensAt: 2031-02-30T00:00:00Z }",
      /3:38: .*no instant/,
    ],
    ["two documents", "---\nslug: b", /2:1: a second document/],
  ])("tells the place of %s", async (_what, text, expected) => {
    const { problems } = await loadChallenge(
      "challenge.yaml",
      `title: A\n${text}\nslug: a\n`.replace("slug: b\nslug: a", "slug: b"),
      folder(),
    );
    expect(problems.map(({ line, column, message }) => `${line}:${column}: ${message}`).join("\n")).toMatch(expected);
  });

  it("tells what is wrong with a case at its line of cases.csv", async () => {
    const item = { name: "a", patient: null, metadata: {}, imageSha256: "0".repeat(64), labelSha256: "1".repeat(64) };
    const cases = [
      { ...item, notAnnotated: ["livre"] },
      { ...item, name: "b", notAnnotated: [] },
    ];
    const { problems } = await loadChallenge("challenge.yaml", "slug: a\ntitle: A\n", {
      ...folder(),
      listCases: async () => ({
        ...{ cases, problems: [] },
        placeOf: (name) => ({ file: "cases/cases.csv", line: name === "a" ? 7 : 8 }),
      }),
    });
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
      "cases/cases.csv:7: case a: there is no structure “livre”",
      "cases/cases.csv:8: case b: its image is that of case a",
    ]);
  });

  it("names the place where the YAML itself is broken", async () => {
    const { problems } = await loadChallenge("challenge.yaml", 'slug: a\ntitle: "A\n', folder());
    expect(problems[0]).toMatchObject({ file: "challenge.yaml", line: expect.any(Number) });
  });

  it.each(PRESET_NAMES)("written and read again, preset %s is the same", async (preset) => {
    const first = await loadChallenge("challenge.yaml", YAML.replace("abdomenatlas-1.1", preset), folder(PAGE));
    expect(first.problems).toEqual([]);
    if (!first.document) throw new Error("no document");
    const files = writeChallenge(first.document);
    const second = await loadChallenge("challenge.yaml", files["challenge.yaml"] ?? "", folder(files));
    expect(second.problems).toEqual([]);
    expect(second.document).toEqual(first.document);
    expect(diffChallenges(first.document, second.document ?? {})).toEqual([]);
  });
});

describe("costs", () => {
  const read = (text: string) => loadChallenge("challenge.yaml", `slug: a\ntitle: A\n${text}`, folder());

  it("come back as they were written, and are absent where a file does not name them", async () => {
    const { document, problems } = await read(
      "costs:\n  prices: { currency: EUR, gpuHour: 2.5 }\n  budget: { amount: 500, unit: gpu-hours }\nphases: [{ slug: p, title: P, kind: open, keptPredictionBytes: 20g }]\n",
    );
    expect(problems).toEqual([]);
    if (!document) throw new Error("no document");
    expect(document.costs).toEqual({
      prices: { currency: "EUR", gpuHour: 2.5, coreHour: null, gbMonth: null },
      budget: { amount: 500, unit: "gpu-hours" },
    });
    expect(document.phases[0]?.keptPredictionBytes).toBe(20 * 1024 ** 3);
    const files = writeChallenge(document);
    expect(files["challenge.yaml"]).toContain("keptPredictionBytes: 20g");
    const again = await loadChallenge("challenge.yaml", files["challenge.yaml"] ?? "", folder(files));
    expect(again.document).toEqual(document);
    expect((await read("")).document).not.toHaveProperty("costs");
  });

  it.each([
    ["{ budget: { amount: 5, unit: money } }", /costs.budget.unit: .*price per GPU hour or core-hour/],
    ["{ prices: { gpuHour: 2 } }", /costs.*currency: prices need a currency/],
    ["{ prices: { currency: euro } }", /three letters/],
    ["{ budget: { amount: 0, unit: gpu-hours } }", /more than 0/],
  ])("%s is refused at its line", async (text, expected) => {
    const { problems } = await read(`costs: ${text}\n`);
    expect(problems.map(({ line, message }) => `${line}: ${message}`).join("\n")).toMatch(expected);
    expect(problems[0]?.line).toBe(3);
  });
});

describe("the example in docs/organizers.md", () => {
  it("is valid as it stands", async () => {
    const docs = await readFile(new URL("../../../docs/organizers.md", import.meta.url), "utf8");
    const text = /```yaml\n(.*?)```/s.exec(docs)?.[1] ?? "";
    const structures = ["liver", "aorta"].map((name, i) => ({ label: i + 1, name, toleranceMm: 1 }));
    const pages = { "pages/overview.md": "a", "pages/rules.md": "b", "pages/data.md": "c" };
    const { problems, document } = await loadChallenge("challenge.yaml", text, {
      ...folder({ ...pages, "structures.json": JSON.stringify({ structures }) }),
      listPictures: async () => [{ name: "logo.png", sha256: "0".repeat(64) }],
      listCases: async () => ({ cases: [], problems: [] }),
    });
    expect(problems).toEqual([]);
    expect(document?.phases).toHaveLength(2);
  });
});

describe("differences", () => {
  const base = challengeDocumentSchema.parse(
    applyPreset("bodymaps-2024", { slug: "a", phases: [{ slug: "one", title: "One", kind: "open" }] }),
  );

  it("are told by name, whatever the place in the list", () => {
    const after = structuredClone(base);
    after.structures = [...after.structures.slice(1), { label: 16, name: "femur", toleranceMm: 2 }];
    const [phase] = after.phases;
    if (phase) phase.limits.caseTimeoutS = 60;
    after.pages.rules = "One\nTwo\n";
    expect(describeChanges(diffChallenges(base, after))).toEqual([
      "~ pages.rules: “” → 3 lines, 8 letters",
      "- structures.spleen",
      "+ structures.femur",
      "~ phases.one.limits.caseTimeoutS: 600 → 60",
    ]);
  });

  it("include an order that matters", () => {
    const after = { ...base, structures: base.structures.toReversed() };
    expect(diffChallenges(base, after).map(({ path }) => path)).toEqual(["structures.order"]);
  });
});

describe("cases.csv", () => {
  it("is read with numbers, quotes and structures that nobody annotated, and comes back as it was", () => {
    const text =
      'case,patient,not-annotated,scanner,ageYears,code\nb-1,p1,liver;spleen,"A, ""B""",61,007\na-2,,,C,,1\n';
    const { cases, problems } = parseCasesCsv(text);
    expect(problems).toEqual([]);
    expect(cases).toEqual([
      {
        name: "b-1",
        patient: "p1",
        notAnnotated: ["liver", "spleen"],
        metadata: { scanner: 'A, "B"', ageYears: 61, code: "007" },
        line: 2,
      },
      { name: "a-2", patient: null, notAnnotated: [], metadata: { scanner: "C", code: 1 }, line: 3 },
    ]);
    expect(writeCasesCsv(cases.map((c) => ({ ...c, notAnnotated: [...c.notAnnotated] })))).toBe(text);
  });

  it("may have semicolons or tabs between its columns, as spreadsheets write them", () => {
    for (const text of [
      '\ufeffcase;scanner;not-annotated\r\na;"B;1";"liver;aorta"\r\n',
      "case\tscanner\tnot-annotated\na\tB;1\tliver;aorta\n",
    ])
      expect(parseCasesCsv(text)).toMatchObject({
        ...{ problems: [], cases: [{ name: "a", metadata: { scanner: "B;1" }, notAnnotated: ["liver", "aorta"] }] },
      });
  });

  it("names the line of each mistake", () => {
    expect(parseCasesCsv("name\nx\n").problems).toEqual([{ line: 1, message: expect.stringContaining("“case”") }]);
    const { problems } = parseCasesCsv("case,a\nx,1\nx,2\ny\n,3\n");
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  });
});

it("W6: an address that somebody gives, of a discussion, a paper or code, is one of the web and nothing else", () => {
  for (const url of [
    ...["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example", "gopher://a", "data:text/html,x", "//a", "a"],
    ...["unix:///var/run/docker.sock", "\\\\host\\share", " javascript:alert(1)", "java\nscript:alert(1)"],
  ]) {
    const given = { slug: "a", title: "A", discussionUrl: url };
    expect([url, challengeDocumentSchema.safeParse(given).success]).toEqual([url, false]);
    for (const field of ["paperUrl", "codeUrl"])
      expect([url, methodSchema.safeParse({ [field]: url }).success]).toEqual([url, false]);
  }
  expect(methodSchema.safeParse({ paperUrl: "https://a.example/p?x=1" }).success).toBe(true);
});

describe("W8: files made to be slow", () => {
  const inTime = <T>(work: () => T): T => {
    const startedAt = performance.now();
    const result = work();
    expect(performance.now() - startedAt).toBeLessThan(15_000); // a second on a quiet machine
    return result;
  };

  it("W8: a line of cases.csv of ten megabytes, and one quote that never ends, are told and over soon", () => {
    const long = inTime(() => parseCasesCsv(`case,scanner\na,${"x".repeat(1e7)}\n`));
    expect([long.cases, long.problems.length]).toEqual([[], 1]);
    expect(inTime(() => parseCasesCsv(`case,scanner\na,"${"x,\n".repeat(2e6)}`)).problems).toHaveLength(1);
    expect(inTime(() => parseCasesCsv(`case${",".repeat(2_000)}\n`)).problems.length).toBeGreaterThan(0);
  });

  it("W8: challenge.yaml that grows by its own aliases is refused", async () => {
    const layers = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`,
    );
    const bomb = ["l0: &l0 [lol]", ...layers].join("\n");
    const startedAt = performance.now();
    const { document, problems } = await loadChallenge("challenge.yaml", bomb, {
      readText: async () => null,
      listPictures: async () => [],
      listCases: async () => ({ cases: undefined, problems: [] }),
    });
    expect([document, problems.length > 0]).toEqual([null, true]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it("W8: a megabyte in a field with a pattern is refused at once", () => {
    const many = "a".repeat(1e6);
    const challenge = { slug: "a", title: "A" };
    for (const wrong of [
      { slug: `${many}!` },
      { emailDomains: [`${"a-".repeat(5e5)}!`] },
      { emailDomains: [`${"a.".repeat(5e5)}1`] },
      { organizers: [{ email: `${many}@${many}`, role: "owner" }] },
      { organizers: [{ email: `${"a.".repeat(5e5)}@`, role: "owner" }] },
      { pictures: [{ name: `${many}.png`, sha256: many }] },
      { discussionUrl: `https://${many}` },
    ])
      expect(inTime(() => challengeDocumentSchema.safeParse({ ...challenge, ...wrong })).success).toBe(false);
  });
});

describe("words", () => {
  it.each([
    ["2027-03-01T12:00:00Z", "2027-03-01T12:00:00.000Z"],
    ["2027-03-01T12:00+09:00", "2027-03-01T03:00:00.000Z"],
    ["2027-07-01 12:00 Europe/Vienna", "2027-07-01T10:00:00.000Z"],
    ["2027-01-01 America/New_York", "2027-01-01T05:00:00.000Z"],
    ["2027-03-28 02:30 Europe/Vienna", "2027-03-28T01:30:00.000Z"], // skipped
    ["2027-10-31 02:30 Europe/Vienna", "2027-10-31T00:30:00.000Z"], // happens twice
    ["2027-01-31 23:59 AoE", "2027-02-01T11:59:00.000Z"],
    ["2027-01-31 23:59", undefined],
    ["2027-02-30 10:00 UTC", undefined],
    ["2027-01-01 10:00 Mars/Olympus", undefined],
    ["soon", undefined],
  ])("the instant %s is %s", (text, expected) => expect(parseInstant(text)?.toISOString()).toBe(expected));

  it.each([
    ["8g", 8 * 1024 ** 3],
    ["512 MiB", 512 * 1024 ** 2],
    ["100", 100],
    ["much", null],
    ["-1g", null],
  ])("the size %s is %s bytes", (text, expected) => expect(parseSize(text)).toBe(expected));

  it("sizes are written as short as they can be", () => {
    expect([8 * 1024 ** 3, 1536 * 1024 ** 2, 1000].map(formatSize)).toEqual(["8g", "1536m", 1000]);
  });

  it("W8: patterns stand for the names they match, each once, and never take long", () => {
    const known = ["debug-1", "debug-2", "final-1"];
    expect(expandNames(["final-1", "*-1", "debug-*", "x"], known)).toEqual({
      names: ["final-1", "debug-1", "debug-2"],
      unknown: ["x"],
    });
    const started = performance.now();
    expandNames([`${"*a".repeat(49)}b`], ["a".repeat(100)]);
    expect(performance.now() - started).toBeLessThan(100);
  });
});
