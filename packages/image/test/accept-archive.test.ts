import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { RunFailure } from "@bodymark/contracts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type AcceptedImage,
  type AcceptOptions,
  acceptArchive,
  type ImageSpec,
  writeImageArchive,
} from "../src/index.ts";
import { PREDICT_LAYER, paxEntry, type RawEntry, rawImage, rawOciImage, rawTar, sha256 } from "./raw-archive.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bodymark-accept-"));
});
afterAll(() => rm(folder, { recursive: true }));

const OPTIONS: AcceptOptions = { profile: "bodymaps", maxImageBytes: 1024 ** 3, architecture: "amd64" };
let files = 0;

async function accept(bytes: Buffer, options: Partial<AcceptOptions> = {}): Promise<AcceptedImage> {
  const path = join(folder, `${++files}.tar`);
  await writeFile(path, bytes);
  return acceptArchive(path, { ...OPTIONS, ...options });
}

async function acceptSpec(spec: ImageSpec, options: Partial<AcceptOptions> = {}): Promise<AcceptedImage> {
  const path = join(folder, `${++files}.tar`);
  await writeImageArchive(spec, path);
  return acceptArchive(path, { ...OPTIONS, ...options });
}

async function refusal(bytes: Buffer, options: Partial<AcceptOptions> = {}): Promise<string> {
  const outcome = await accept(bytes, options).catch((error: unknown) => error);
  if (!(outcome instanceof RunFailure)) throw new Error(`not refused: ${JSON.stringify(outcome)}`, { cause: outcome });
  expect(outcome.stage).toBe("accept");
  expect(outcome.fault).toBe("participant");
  expect(outcome.message).toMatch(/^[A-Z"][^\n]{20,400}\.$/);
  return `${outcome.code}: ${outcome.message}`;
}

const withEntry = (...extra: RawEntry[]) => rawImage({ extra });
const withLayer = (...entries: RawEntry[]) => rawImage({ layers: [rawTar([...PREDICT_LAYER, ...entries])] });

test("accepts an honest archive and says what is in it", async () => {
  const image = await accept(
    rawImage({
      config: {
        User: "1000",
        WorkingDir: "app/../workspace//",
        Entrypoint: ["/run"],
        Cmd: null,
        Env: ["PATH=/bin", "LD_PRELOAD=/x.so", "NVIDIA_VISIBLE_DEVICES=all"],
        Volumes: { "/data": {} },
        Healthcheck: { Test: ["CMD", "true"] },
        OnBuild: ["RUN x"],
        StopSignal: "SIGKILL",
      },
    }),
  );
  expect(image).toMatchObject({
    format: "docker",
    architecture: "amd64",
    user: "1000",
    workingDir: "/workspace",
    entrypoint: ["/run"],
    cmd: [],
    volumes: ["/data"],
    hasHealthcheck: true,
    stopSignal: "SIGKILL",
    layers: 1,
    plan: { kind: "script", shell: "sh", script: "/workspace/predict.sh" },
  });
  expect(image.env).toContain("LD_PRELOAD=/x.so");
});

describe("A1: paths and links that lead out", () => {
  test.each([
    ["a parent folder", withEntry({ name: "../evil", body: "x" })],
    ["a parent folder further in", withEntry({ name: "a/../../evil", body: "x" })],
    ["an absolute path", withEntry({ name: "/etc/evil", body: "x" })],
    ["an absolute path in a pax header", withEntry(paxEntry({ path: "/etc/evil" }), { name: "good", body: "x" })],
    ["a GNU long name", withEntry({ name: "L", typeflag: "L", body: "../../evil\0" }, { name: "good", body: "x" })],
    ["a symbolic link", withEntry({ name: "link", typeflag: "2", linkName: "/etc" })],
    ["a relative symbolic link", withEntry({ name: "a/link", typeflag: "2", linkName: "../../etc" })],
    [
      "a link in a pax header",
      withEntry(paxEntry({ linkpath: "/etc/passwd" }), { name: "l", typeflag: "2", linkName: "ok" }),
    ],
    ["a hard link", withEntry({ name: "link", typeflag: "1", linkName: "../../etc/passwd" })],
    ["an entry below a link", withEntry({ name: "a", typeflag: "2", linkName: "layer-0" }, { name: "a/x", body: "x" })],
    ["a device", withEntry({ name: "dev", typeflag: "3" })],
    ["a FIFO", withEntry({ name: "fifo", typeflag: "6" })],
    ["a layer's parent folder", withLayer({ name: "../../etc/passwd", body: "x" })],
    ["a layer's absolute path", withLayer({ name: "/etc/passwd", body: "x" })],
    ["a layer's symbolic link", withLayer({ name: "a/link", typeflag: "2", linkName: "../../../etc" })],
    ["a layer's hard link", withLayer({ name: "a/link", typeflag: "1", linkName: "../etc/passwd" })],
  ])("refuses %s", async (_, bytes) => {
    expect(await refusal(bytes)).toMatch(/^invalid-archive: .*(leads out of|neither a file|below something)/);
  });

  test("accepts what images really hold: absolute links in layers, ./ before names, the root itself", async () => {
    const layer = rawTar([
      { name: "./", typeflag: "5" },
      { name: "./usr/bin/busybox", body: "\x7fELF" },
      { name: "./bin", typeflag: "2", linkName: "usr/bin" },
      { name: "./usr/bin/sh", typeflag: "2", linkName: "/bin/busybox" },
      { name: "./usr/bin/env", typeflag: "1", linkName: "/usr/bin/busybox" },
      { name: "./workspace/predict.sh", body: "x" },
      { name: "./dev/null", typeflag: "3" },
    ]);
    expect((await accept(rawImage({ layers: [layer] }))).plan).toMatchObject({ kind: "script", shell: "sh" });
  });

  test("accepts equal layers that an older engine linked to one another", async () => {
    const layer = rawTar(PREDICT_LAYER);
    const config = JSON.stringify({
      architecture: "amd64",
      os: "linux",
      rootfs: { diff_ids: [`sha256:${sha256(layer)}`, `sha256:${sha256(layer)}`] },
    });
    const bytes = rawTar([
      { name: "one/layer.tar", body: layer },
      { name: "two/layer.tar", typeflag: "2", linkName: "../one/layer.tar" },
      { name: `${sha256(config)}.json`, body: config },
      {
        name: "manifest.json",
        body: JSON.stringify([{ Config: `${sha256(config)}.json`, Layers: ["one/layer.tar", "two/layer.tar"] }]),
      },
    ]);
    const image = await accept(bytes);
    expect(image.layerNames).toEqual(["one/layer.tar", "one/layer.tar"]);
  });
});

describe("A2: files that are no archive, or not all of one", () => {
  const good = rawImage();
  test.each([
    ["an empty file", Buffer.alloc(0), /empty/],
    ["a few bytes", Buffer.from("hello"), /not an image archive/],
    [
      "random bytes",
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + 13) % 251)),
      /not an image archive/,
    ],
    ["zeros alone", Buffer.alloc(10240), /empty/],
    ["less than a block of zeros", Buffer.alloc(100), /not an image archive/],
    ["a gzip of nothing", gzipSync(""), /not an image archive/],
    ["a gzip of text", gzipSync("hello ".repeat(1000)), /not an image archive/],
    ["an archive cut in a layer", good.subarray(0, 1500), /breaks off/],
    ["an archive cut between entries", good.subarray(0, good.length - 1024), /end is missing/],
    ["a gzip cut short", gzipSync(good).subarray(0, -20), /damaged or cut short/],
    ["a zstd cut short", zstdCompressSync(good).subarray(0, -20), /damaged or cut short/],
    ["a gzip with a flipped byte", flip(gzipSync(good), 60), /damaged|digest|not an image/],
    ["another archive after its end", Buffer.concat([good, good]), /more data follows/],
    ["a manifest that is missing", rawImage({ omit: ["manifest.json"] }), /no manifest\.json/],
    ["an empty manifest", rawImage({ manifest: [] }), /lists no image/],
    ["a manifest of null", rawImage({ manifestText: "null" }), /not what Docker writes/],
    ["a manifest that is no JSON", rawImage({ manifestText: "[{" }), /not JSON/],
    ["a manifest of zero bytes", rawImage({ manifestText: "" }), /not JSON/],
    ["a config that is no JSON", rawImage({ configText: "{" }), /not JSON/],
    ["a wrong header checksum", withEntry({ name: "x", checksum: "000000\0 " }), /checksum/],
    ["a size that is no number", withEntry({ name: "x", sizeField: "zzzzzzzzzzz\0" }), /not a number/],
    ["a negative size", withEntry({ name: "x", sizeField: Buffer.alloc(12, 0xff) }), /negative/],
    ["an absurd size", withEntry({ name: "x", sizeField: Buffer.from([0x80, ...Array(11).fill(0x7f)]) }), /absurd/],
    ["a size beyond the end", withEntry({ name: "x", sizeField: "77777777777\0" }), /breaks off/],
    [
      "a malformed pax header",
      withEntry({ name: "p", typeflag: "x", body: "999 path=x\n" }, { name: "x" }),
      /malformed/,
    ],
    ["a huge pax header", withEntry({ name: "p", typeflag: "x", sizeField: "77777777777\0" }), /extended header/],
    ["a zero byte in a pax name", withEntry(paxEntry({ path: "a\0b" }), { name: "x" }), /zero byte/],
    ["a sparse entry", withEntry({ name: "x", typeflag: "S" }), /neither a file/],
    [
      "a sparse file in a layer",
      withLayer(paxEntry({ "GNU.sparse.realsize": "999999999999" }), { name: "x" }),
      /sparse/,
    ],
  ])("refuses %s", async (_, bytes, message) => {
    const text = await refusal(bytes);
    expect(text).toMatch(/^invalid-archive: /);
    expect(text).toMatch(message);
  });

  test.each([
    ["a zip with a Dockerfile", Buffer.from("PK\x03\x04 ... Dockerfile ..."), /zip of a Dockerfile/],
    ["a Dockerfile", Buffer.from("# mine\nFROM python:3.12\nCOPY . .\n"), /is a Dockerfile/],
    ["a web page", Buffer.from("<!DOCTYPE html><html>"), /web page/],
    ["an xz file", Buffer.from("\xfd7zXZ\0\0", "latin1"), /packed with xz/],
    ["a Singularity image", Buffer.from(`#!/usr/bin/env run-singularity\n${" ".repeat(600)}`), /Singularity/],
    ["a NIfTI volume", gzipSync(nifti()), /NIfTI volume/],
    ["a docker export", gzipSync(rawTar([{ name: ".dockerenv" }, { name: "bin/sh", body: "x" }])), /docker export/],
    [
      "a root file system",
      rawTar(["bin", "etc", "usr"].map((name) => ({ name: `${name}/`, typeflag: "5" }))),
      /docker save/,
    ],
    ["a build folder", rawTar([{ name: "./Dockerfile", body: "FROM x" }]), /docker build/],
  ])("explains %s", async (_, bytes, message) => {
    expect(await refusal(bytes)).toMatch(message);
  });

  test("calls a file that it cannot read a fault of the platform", async () => {
    await expect(acceptArchive(join(folder, "nowhere.tar"), OPTIONS)).rejects.toMatchObject({ code: "platform-fault" });
  });
});

describe("A3: the same name twice", () => {
  test.each([
    ["manifest.json", withEntry({ name: "manifest.json", body: "[]" })],
    ["manifest.json, once with ./", withEntry({ name: "./manifest.json", body: "[]" })],
    [
      "manifest.json, once as a link",
      withEntry({ name: "manifest.json", typeflag: "2", linkName: "layer-0/layer.tar" }),
    ],
    ["a layer", withEntry({ name: "layer-0//layer.tar", body: "x" })],
    ["a key of the configuration", rawImage({ configText: '{"config":{"Volumes":{"/x":{}}},"config":{}}' })],
    ["a key of the manifest", rawImage({ manifestText: '[{"Config":"a","Config":"b","Layers":[]}]' })],
  ])("refuses %s", async (_, bytes) => {
    expect(await refusal(bytes)).toMatch(/^invalid-archive: .* twice/);
  });

  test("refuses keys that the engine would read though they are spelt otherwise", async () => {
    const config = { Cmd: ["x"], VOLUMES: { "/x": {} } };
    expect(await refusal(rawImage({ config }))).toMatch(/spells "Volumes" as "VOLUMES"/);
    expect(await refusal(rawImage({ config: { "voluMe\u017f": {} } }))).toMatch(/spells "Volumes"/);
  });
});

describe("A4: several images", () => {
  test("refuses a docker archive of two", async () => {
    const image = { Config: "a", Layers: [] };
    expect(await refusal(rawImage({ manifest: [image, image] }))).toMatch(/^invalid-archive: .*holds 2 images/);
  });

  test("refuses an OCI layout of two for the same platform, accepts one under two names", async () => {
    const platform = { architecture: "amd64", os: "linux" };
    const two = rawOciImage({
      manifests: (first, put) => {
        const other = { schemaVersion: 2, config: put("{}"), layers: [] };
        return [
          { ...first, platform },
          { ...put(JSON.stringify(other)), platform },
        ];
      },
    });
    expect(await refusal(two)).toMatch(/^invalid-archive: .*holds 2 images/);
    expect((await accept(rawOciImage({ manifests: (one) => [one, { ...one }] }))).format).toBe("oci");
  });
});

describe("A5: parts that are outside or missing", () => {
  const layerNames = ["layer-0/layer.tar"];
  test.each([
    ["a config outside", rawImage({ manifest: [{ Config: "/etc/passwd", Layers: layerNames }] }), /outside/],
    ["a config above", rawImage({ manifest: [{ Config: "../../etc/passwd", Layers: layerNames }] }), /outside/],
    [
      "a layer outside",
      rawImage({ manifest: [{ Config: "c.json", Layers: ["../l.tar"] }], extra: [{ name: "c.json", body: "{}" }] }),
      /outside/,
    ],
    ["a missing config", rawImage({ omit: ["config"] }), /lacks/],
    ["a missing layer", rawImage({ omit: ["layer-0/layer.tar"] }), /lacks "layer-0/],
    [
      "a folder as a layer",
      rawImage({ omit: ["layer-0/layer.tar"], extra: [{ name: "layer-0/layer.tar/", typeflag: "5" }] }),
      /lacks/,
    ],
    ["a layer that is text", rawImage({ layers: [Buffer.from("hello")] }), /not a tar/],
    [
      "links in a circle",
      rawImage({
        manifest: [{ Config: "a", Layers: layerNames }],
        extra: [
          { name: "a", typeflag: "2", linkName: "b" },
          { name: "b", typeflag: "2", linkName: "a" },
        ],
      }),
      /nowhere/,
    ],
    [
      "a layer of another digest",
      rawImage({ diffIds: [`sha256:${"0".repeat(64)}`] }),
      /Layer 1 does not have the digest/,
    ],
    ["too few digests", rawImage({ diffIds: [] }), /1 layers but the image has 0/],
    ["a digest of another kind", rawImage({ diffIds: ["md5:1"] }), /SHA-256/],
    [
      "a config of another digest",
      rawImage({
        manifest: [{ Config: `${"0".repeat(64)}.json`, Layers: layerNames }],
        extra: [{ name: `${"0".repeat(64)}.json`, body: "{}" }],
      }),
      /digest that it is named by/,
    ],
    [
      "an OCI blob of another digest",
      rawOciImage({ extra: [{ name: `blobs/sha256/${"0".repeat(64)}`, body: "x" }] }),
      /digest/,
    ],
    ["an OCI blob of another size", rawOciImage({ size: 7 }), /bytes but its description says 7/],
    ["a missing OCI blob", rawOciImage({ omitLayer: true }), /lacks/],
    [
      "an OCI digest that is a path",
      rawOciImage({ manifests: () => [{ digest: "sha256:../../x", size: 1 }] }),
      /not a SHA-256/,
    ],
    ["an empty OCI index", rawOciImage({ manifests: () => [] }), /lists no image/],
  ])("refuses %s", async (_, bytes, message) => {
    const text = await refusal(bytes);
    expect(text).toMatch(/^invalid-archive: /);
    expect(text).toMatch(message);
  });
});

describe("A6: images that cannot run here", () => {
  const empty = rawTar([{ name: "x", body: "x" }]);
  test("refuses another processor or system, naming both", async () => {
    expect(await refusal(rawImage({ architecture: "arm64" }))).toMatch(
      /^unsupported-image: .*"linux\/arm64".* linux\/amd64/,
    );
    expect(await refusal(rawImage({ os: "windows" }))).toMatch(/^unsupported-image: .*"windows\/amd64"/);
  });

  test("refuses an image without layers", async () => {
    expect(await refusal(rawImage({ layers: [], config: { Cmd: ["x"] } }))).toMatch(/^unsupported-image: .*no layers/);
  });

  test("refuses an image without any command, under every profile", async () => {
    for (const profile of ["bodymaps", "flare", "suprem", "grand-challenge", "strict"] as const) {
      expect(await refusal(rawImage({ layers: [empty] }), { profile })).toMatch(/^unsupported-image: /);
    }
  });

  test("refuses a predict.sh that no shell can run", async () => {
    const layers = [rawTar([{ name: "workspace/predict.sh", body: "x" }])];
    expect(await refusal(rawImage({ layers, config: { Cmd: ["x"] } }))).toMatch(/^unsupported-image: .*no shell/);
  });
});

describe("A7: bombs", () => {
  test("stops a gzip bomb at its ratio, long before its end", async () => {
    const bomb = gzipSync(rawImage({ layers: [rawTar([{ name: "zeros", body: Buffer.alloc(200 * 1024 ** 2) }])] }));
    expect(bomb.length).toBeLessThan(1_000_000);
    const started = performance.now();
    expect(await refusal(bomb)).toMatch(/^image-too-large: .*more than 100 times/);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("stops bombs in layers, in layers of a packed archive, and under zstd", async () => {
    const layer = rawTar([{ name: "zeros", body: Buffer.alloc(80 * 1024 ** 2) }]);
    for (const pack of [gzipSync, zstdCompressSync]) {
      expect(await refusal(rawImage({ layers: [pack(layer)] }))).toMatch(/^image-too-large: /);
      expect(await refusal(pack(rawImage({ layers: [pack(layer)] })))).toMatch(/^image-too-large: /);
    }
  });

  test("holds file and unpacked size to the phase's limit", async () => {
    const layers = [rawTar([...PREDICT_LAYER, { name: "x", body: Buffer.alloc(2_000_000) }])];
    expect(await refusal(rawImage({ layers }), { maxImageBytes: 1_000_000 })).toMatch(/^image-too-large: The file/);
    expect(await refusal(gzipSync(rawImage({ layers })), { maxImageBytes: 1_000_000 })).toMatch(
      /^image-too-large: The image unpacks/,
    );
  });

  test("holds the number of entries", async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ name: `f${index}` }));
    expect(await refusal(withLayer(...many), { maxEntries: 100 })).toMatch(/^image-too-large: .*more than 100 files/);
  });
});

test("A8: refuses more layers than the engine takes", async () => {
  const layers = Array.from({ length: 126 }, (_, index) => rawTar([{ name: `f${index}` }, ...PREDICT_LAYER]));
  expect(await refusal(rawImage({ layers }))).toMatch(/^unsupported-image: .*126 layers .* 125/);
  expect((await accept(rawImage({ layers: layers.slice(1) }))).layers).toBe(125);
});

test("A9: reports declared volumes, which the runner covers", async () => {
  expect((await accept(rawImage({ config: { Volumes: { "/a": {}, "/b": {} } } }))).volumes).toEqual(["/a", "/b"]);
});

describe("A10: odd settings", () => {
  test.each([
    ["a zero byte in the environment", { Env: ["A=\0"] }],
    ["a zero byte in the command", { Cmd: ["a\0b"] }],
    ["a zero byte in the working directory", { WorkingDir: "/a\0" }],
    ["one huge variable", { Env: [`A=${"x".repeat(200_000)}`] }],
    ["a huge environment", { Env: Array.from({ length: 20 }, (_, i) => `A${i}=${"x".repeat(100_000)}`) }],
  ])("refuses %s", async (_, config) => {
    expect(await refusal(rawImage({ config }))).toMatch(/^unsupported-image: /);
  });

  test.each([
    ["", "/"],
    ["/", "/"],
    ["workspace", "/workspace"],
    ["../../..", "/"],
    ["/a/./b/../c/", "/a/c"],
  ])("takes the working directory %j as %j", async (WorkingDir, workingDir) => {
    expect((await accept(rawImage({ config: { WorkingDir } }))).workingDir).toBe(workingDir);
  });

  test("refuses settings of the wrong type, accepts null and a command of one string", async () => {
    expect(await refusal(rawImage({ config: { Env: "A=1" } }))).toMatch(/^invalid-archive: .*config\.Env/);
    const config = { Env: null, Cmd: "run", Entrypoint: null, Volumes: null, Healthcheck: null, User: null };
    expect((await accept(rawImage({ config }))).cmd).toEqual(["run"]);
  });
});

describe("A13: OCI layouts", () => {
  test("accepts plain, gzip and zstd layers in plain, gzip and zstd archives", async () => {
    const digests = new Set<string>();
    for (const compress of ["none", "gzip", "zstd"] as const) {
      for (const compressLayers of ["none", "gzip", "zstd"] as const) {
        const files = [
          { path: "bin/bash", content: "x" },
          { path: "workspace/predict.sh", content: "x" },
        ];
        const image = await acceptSpec({ layers: [{ files }], format: "oci", compress, compressLayers });
        expect(image.format).toBe("oci");
        expect(image.plan).toEqual({ kind: "script", shell: "bash", script: "/workspace/predict.sh" });
        digests.add(image.digest);
      }
    }
    expect(digests.size).toBe(1);
  });

  test("passes BuildKit's attestations over, and looks into nested indexes", async () => {
    const bytes = rawOciImage({
      manifests: (image, put) => {
        const attestation = {
          ...put(JSON.stringify({ schemaVersion: 2, config: put("{}"), layers: [] })),
          annotations: { "vnd.docker.reference.type": "attestation-manifest" },
          platform: { architecture: "unknown", os: "unknown" },
        };
        const inner = put(JSON.stringify({ schemaVersion: 2, manifests: [image, attestation] }));
        return [{ ...inner, mediaType: "application/vnd.oci.image.index.v1+json" }];
      },
    });
    expect((await accept(bytes)).layers).toBe(1);
  });

  // What `docker save a:1 a:2` writes where Docker keeps its images in containerd: both kinds of listing over the same
  // blobs, layers packed, the index of every platform with the builds that were never pulled, the names beside it.
  test("accepts an image that a containerd image store saved under two names", async () => {
    const layer = rawTar(PREDICT_LAYER);
    const blobs = new Map<string, Buffer>();
    const put = (content: string | Buffer) => {
      const bytes = Buffer.from(content);
      blobs.set(sha256(bytes), bytes);
      return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
    };
    const rootfs = { type: "layers", diff_ids: [`sha256:${sha256(layer)}`] };
    const config = put(JSON.stringify({ architecture: "amd64", os: "linux", rootfs }));
    const packed = put(gzipSync(layer));
    const image = {
      ...put(JSON.stringify({ schemaVersion: 2, config, layers: [packed] })),
      platform: { architecture: "amd64", os: "linux" },
    };
    const absent = {
      digest: `sha256:${"1".repeat(64)}`,
      size: 9,
      platform: { architecture: "arm64", os: "linux" },
    };
    const index = put(JSON.stringify({ schemaVersion: 2, manifests: [image, absent] }));
    const named = ["1", "2"].map((tag) => ({
      ...index,
      mediaType: "application/vnd.oci.image.index.v1+json",
      annotations: { "io.containerd.image.name": `docker.io/library/a:${tag}` },
    }));
    const path = ({ digest }: { digest: string }) => `blobs/sha256/${digest.slice("sha256:".length)}`;
    const listing = [{ Config: path(config), RepoTags: ["a:1", "a:2"], Layers: [path(packed)] }];
    const entries = [
      { name: "oci-layout", body: '{"imageLayoutVersion":"1.0.0"}' },
      { name: "index.json", body: JSON.stringify({ schemaVersion: 2, manifests: named }) },
      ...[...blobs].map(([hex, body]) => ({ name: `blobs/sha256/${hex}`, body })),
    ];
    const both = await accept(rawTar([...entries, { name: "manifest.json", body: JSON.stringify(listing) }]));
    expect(both).toMatchObject({ format: "docker", digest: config.digest, layers: 1 });
    expect(await accept(rawTar(entries))).toMatchObject({ format: "oci", digest: config.digest, layers: 1 });
  });

  test("takes the build for this platform out of several, and names those found where there is none", async () => {
    const arm = { architecture: "arm64", os: "linux" };
    const absent = { digest: `sha256:${"1".repeat(64)}`, size: 9, platform: arm };
    const bytes = rawOciImage({
      manifests: (image) => [absent, { ...image, platform: { architecture: "amd64", os: "linux" } }],
    });
    expect((await accept(bytes)).architecture).toBe("amd64");
    const other = rawOciImage({
      architecture: "arm64",
      manifests: (image, put) => [
        { ...image, platform: arm },
        { ...put('{"x":1}'), platform: { architecture: "s390x", os: "linux" } },
      ],
    });
    expect(await refusal(other)).toMatch(/^unsupported-image: .*linux\/amd64.*"linux\/arm64", "linux\/s390x"/);
  });

  test("reads zstd of many frames, as parallel compressors write them", async () => {
    const bytes = rawImage();
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const frames = [bytes.subarray(0, 700), bytes.subarray(700, 3000), bytes.subarray(3000)].map((part) =>
      zstdCompressSync(part),
    );
    expect((await accept(Buffer.concat([skippable, ...frames, skippable]))).layers).toBe(1);
    expect(await refusal(Buffer.concat([...frames, Buffer.from("junk")]))).toMatch(/^invalid-archive/);
  });
});

test("reports progress to the end and stops when it is told to", async () => {
  const bytes = rawImage();
  let last = { readBytes: 0, totalBytes: 0 };
  await accept(bytes, {
    onProgress: (progress) => {
      last = progress;
    },
  });
  expect(last).toEqual({ readBytes: bytes.length, totalBytes: bytes.length });
  const reason = new Error("enough");
  await expect(accept(bytes, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}

function nifti(): Buffer {
  const header = Buffer.alloc(1000);
  header.writeInt32LE(348, 0);
  header.write("n+1\0", 344, "latin1");
  return header;
}
