import { generateKeyPairSync } from "node:crypto";
import { readZip, writeZip } from "@bodymark/zip";
import { describe, expect, it } from "vitest";
import { commitTo, keyIdOf, makeBundle, readPublicKey, saltOf, toPublicPem, verifyBundle } from "../src/index.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const result = `${JSON.stringify({
  schema: "bodymark.result/1",
  image: { digest: `sha256:${"a".repeat(64)}`, sizeBytes: 1 },
  environment: {
    cpu: "one",
    cores: 2,
    memoryBytes: 1,
    gpu: null,
    engine: "Docker 20.10",
    runtime: "runc",
    fingerprint: "f",
    sandbox: "userns",
    missingControls: [],
    flags: [],
  },
  scorer: { version: "1", definition: "surface-distance" },
  cases: [],
  summary: { meanDice: 0.9, meanNsd: 0.8, medianMs: 1234, failedCases: 0 },
})}\n`;
const about = {
  kind: "result",
  issuer: "http://localhost:3000",
  challenge: "phantom-abdomen",
  phase: "debug",
  team: "Ada",
  algorithm: "Atlas",
  submission: "sub_1",
  evaluation: "evl_1",
  finishedAt: "2026-11-24T12:00:00.000Z",
} as const;
const files = [
  { path: "result.json", content: result },
  { path: "phase.json", content: "{}\n" },
];
const bundle = makeBundle({ about, files }, privateKey);

/** The bundle with one file's content replaced, packed anew. */
function repack(change: (files: Map<string, Buffer>) => void): Buffer {
  const content = readZip(bundle);
  change(content);
  return writeZip([...content].map(([path, bytes]) => ({ path, content: bytes })));
}

describe("a result bundle", () => {
  it("is verified with the public key alone, read from its PEM", () => {
    const verified = verifyBundle(bundle, readPublicKey(toPublicPem(privateKey)));
    expect(verified.manifest).toMatchObject({ ...about, keyId: keyIdOf(publicKey) });
    expect(verified.result?.summary.meanDice).toBe(0.9);
  });

  it("has the same bytes whenever it is made", () => {
    expect(makeBundle({ about, files }, privateKey).equals(bundle)).toBe(true);
  });

  it("with a changed result, a missing or an added file is refused, and the file is named", () => {
    const changed = repack((all) => all.set("result.json", Buffer.from(result.replace("0.9", "1.0"))));
    expect(() => verifyBundle(changed, publicKey)).toThrow("result.json was changed");
    expect(() =>
      verifyBundle(
        repack((all) => all.delete("phase.json")),
        publicKey,
      ),
    ).toThrow("phase.json is missing");
    const added = repack((all) => all.set("more.txt", Buffer.from("!")));
    expect(() => verifyBundle(added, publicKey)).toThrow("more.txt was added");
  });

  it("whose manifest was made to fit a changed result is refused by its signature", () => {
    const forged = repack((all) => {
      const manifest = all.get("manifest.json")?.toString().replace("Atlas", "Mine!") ?? "";
      all.set("manifest.json", Buffer.from(manifest));
    });
    expect(() => verifyBundle(forged, publicKey)).toThrow("signature does not fit");
  });

  it("of another portal is told apart by the key's name", () => {
    const other = generateKeyPairSync("ed25519");
    expect(() => verifyBundle(bundle, other.publicKey)).toThrow("another key");
  });

  it("with any single byte flipped is refused", () => {
    for (let at = 0; at < bundle.length; at++) {
      const damaged = Buffer.from(bundle);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(() => verifyBundle(damaged, publicKey), `byte ${at}`).toThrow();
    }
  });

  it("opens the commitment made to its result, and no other", () => {
    const salt = saltOf(privateKey, "evl_1");
    const opening = {
      schema: "bodymark.commitment/1",
      algorithm: "sha256(salt || result.json)",
      commitment: commitTo(Buffer.from(result), salt),
      salt: salt.toString("hex"),
    };
    const path = "opening.json";
    const opened = makeBundle({ about, files: [...files, { path, content: JSON.stringify(opening) }] }, privateKey);
    expect(verifyBundle(opened, publicKey).commitment?.commitment).toBe(opening.commitment);
    const broken = { ...opening, commitment: "0".repeat(64) };
    const bad = makeBundle({ about, files: [...files, { path, content: JSON.stringify(broken) }] }, privateKey);
    expect(() => verifyBundle(bad, publicKey)).toThrow("commitment");
  });
});
