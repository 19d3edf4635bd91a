import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readCaseFiles } from "@bodymark/challenge";
import { createDockerExecutor, type Executor, prepareArchive, runEvaluation } from "@bodymark/evaluator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImage, COPY_SCRIPT } from "../fixtures/build-test-image.ts";
import { findBusybox } from "../fixtures/find-busybox.ts";
import { boxes, SMALL_LIMITS, STRUCTURES, writeCases } from "../support/sandbox.ts";
import { WorkerFleet } from "../support/worker-fleet.ts";

const able = process.env.DOCKER_HOST && (await findBusybox()) !== null;
// A worker process gets a network namespace of its own.
const rooted = able && process.getuid?.() === 0;
const CASES = 6;

describe.skipIf(!able)("what an image learns of its cases, on a real engine", () => {
  type Asked = Parameters<Executor["prepareCase"]>[0];
  const labels = { "bodymark.test": `secrecy-${process.pid}` };
  let folder: string;
  let evaluations: { warmUp: Asked; cases: Asked[]; inputs: string[] }[];

  /** Runs an image over six cases and notes what the engine was asked for. */
  async function evaluate(engine: Executor, name: string) {
    const { signal } = new AbortController();
    const asked: Asked[] = [];
    const executor: Executor = {
      ...engine,
      prepareCase: (request, abort) => {
        asked.push(request);
        return engine.prepareCase(request, abort);
      },
    };
    const archive = join(folder, "image.tar");
    await buildTestImage({ script: COPY_SCRIPT }, archive);
    const { image } = await prepareArchive(executor, archive, {
      profile: "bodymaps",
      limits: SMALL_LIMITS,
      workDir: folder,
      signal,
    });
    const cases = Array.from({ length: CASES }, (_, i) => ({
      case: `patient-${i}`,
      ordinal: i + 1,
      imagePath: join(folder, `cases/images/patient-${i}.nii.gz`),
      labelPath: join(folder, `cases/labels/patient-${i}.nii.gz`),
    }));
    const outcome = await runEvaluation({
      ...{ executor, image, cases, structures: STRUCTURES, profile: "bodymaps", limits: SMALL_LIMITS, labels, signal },
      sandbox: "auto",
      workDir: join(folder, name),
      on: () => undefined,
    });
    expect(outcome.cases.map(({ status }) => status)).toEqual(Array(CASES).fill("ok"));
    const [warmUp, ...rest] = asked;
    if (!warmUp) throw new Error("no warm-up");
    const inputs = rest.map(({ inputs: [input] }) =>
      input && "hostPath" in input.source ? input.source.hostPath : "",
    );
    return { warmUp, cases: rest, inputs };
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-secrecy-"));
    const volumes = Object.fromEntries(
      Array.from({ length: CASES }, (_, i) => [`patient-${i}`, { image: boxes(i % 3), reference: boxes(i % 3) }]),
    );
    await writeCases(join(folder, "cases"), volumes);
    const engine = createDockerExecutor({
      address: process.env.DOCKER_HOST,
      scratchFolder: join(folder, "loop"),
      owner: `secrecy${process.pid}`,
    });
    evaluations = [await evaluate(engine, "first"), await evaluate(engine, "second")];
    expect(await engine.reap(labels)).toBe(0);
    for (const { id } of await engine.keptImages()) await engine.removeImage(id);
    await engine.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("C2: each container of each evaluation has its case under another name, in another order", () => {
    const names = evaluations.flatMap(({ warmUp, cases }) =>
      [warmUp, ...cases].map(({ inputs: [input] }) => input?.containerPath ?? ""),
    );
    expect(new Set(names).size).toBe(2 * (CASES + 1));
    for (const name of names) expect(name).toMatch(/^\/workspace\/inputs\/case_[0-9a-f]{15}\.nii\.gz$/);
    const [first, second] = evaluations.map(({ inputs }) => inputs);
    expect([...(first ?? [])].sort()).toEqual([...(second ?? [])].sort());
    // Two random orders of six are both that of the ordinals once in 518,400 runs.
    const ordinals = [...(first ?? [])].sort().join();
    expect([first?.join(), second?.join(), ordinals].some((order, i, all) => order !== all[(i + 1) % 3])).toBe(true);
  });

  test("C4: the warm-up is asked for as any case is, but for its name", () => {
    for (const { warmUp, cases } of evaluations) {
      const plain = ({ inputs, ...rest }: Asked) =>
        JSON.stringify({ ...rest, inputs: inputs.map(({ containerPath }) => containerPath.length) });
      for (const one of cases) expect(plain(warmUp)).toBe(plain(one));
    }
  });
});

/** A file's text, unpacked where it is gzip. */
function unpacked(file: Buffer): string {
  return (file.length > 2 && file.readUInt16BE(0) === 0x1f8b ? gunzipSync(file) : file).toString("latin1");
}

describe.skipIf(!rooted)("C1: what a container prints, with a worker on a real engine", () => {
  let folder: string;
  let fleet: WorkerFleet;
  /** Computed inside, so that it stands in the log and nowhere in the image's archive. */
  const PRINTED = `leak-${1234567 * 8}`;
  const LINES = 'echo "leak-$((1234567 * 8)) of $name"; echo "leak-$((1234567 * 8)) on stderr" >&2';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bodymark-logs-"));
    fleet = await WorkerFleet.open(join(folder, "fleet"), 2);
    await fleet.startWorker({ name: "one", dockerHost: process.env.DOCKER_HOST ?? "" });
  });
  afterAll(async () => {
    await fleet?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Everything in the database, and every object but the archives, as text. */
  async function everythingKept(): Promise<string> {
    const tables = await fleet.db.$queryRaw<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    const rows: string[] = [];
    for (const { name } of tables) {
      const [row] = await fleet.db.$queryRawUnsafe<{ text: string | null }[]>(
        `select string_agg(t::text, E'\n') as text from ${name} t`,
      );
      rows.push(row?.text ?? "");
    }
    const objects = await readdir(fleet.objects, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      objects.filter((o) => o.isFile()).map((o) => readFile(join(o.parentPath, o.name)).then(unpacked)),
    );
    return [...rows, ...texts].join("\n");
  }

  test("stays in the worker where cases are hidden, or the phase says never: not in the database, not in the storage", async () => {
    const closesAt = new Date(Date.now() + 3_600_000);
    const phases = [
      await fleet.phase({}, { caseVisibility: "hidden", closesAt }),
      await fleet.phase({}, { logPolicy: "never" }),
      await fleet.phase(), // public itself, but its cases are hidden in the first
    ];
    for (const [i, phase] of phases.entries()) {
      const handed = await fleet.handIn(phase, `${LINES} # ${i}`);
      expect(await fleet.ended(handed.id)).toMatchObject({ state: "done" });
      expect((await fleet.read(handed.id)).cases.map(({ log }) => log)).toEqual([false, false]);
      const files = await readCaseFiles(fleet.db, fleet.challenge.organizer, handed.id, 1).catch(() => null);
      expect(files?.logKey ?? null).toBeNull();
    }
    expect(await everythingKept()).not.toContain(PRINTED);
    await fleet.db.phase.update({ where: { id: phases[0]?.id ?? "" }, data: { caseVisibility: "public" } });
  });

  test("is kept whole, both streams, and found by ordinal, where every case is public", async () => {
    const handed = await fleet.handIn(await fleet.phase(), `${LINES} # public`);
    const view = await fleet.ended(handed.id);
    expect(view.cases.map(({ log }) => log)).toEqual([true, true]);
    const { logKey: key } = await readCaseFiles(fleet.db, fleet.challenge.organizer, handed.id, 1);
    const log = gunzipSync(await readFile(join(fleet.objects, key ?? ""))).toString();
    expect(log).toMatch(/^leak-9876536 of case_[0-9a-f]{15}\.nii\.gz$/m);
    expect(log).toMatch(/^leak-9876536 on stderr$/m);
    const stranger = await fleet.challenge.member();
    await expect(readCaseFiles(fleet.db, stranger.viewer, handed.id, 1)).rejects.toMatchObject({ status: 404 });
    await expect(readCaseFiles(fleet.db, fleet.challenge.organizer, handed.id, 3)).rejects.toMatchObject({
      status: 404,
    });
    expect(await everythingKept()).toContain(PRINTED);
  });

  test("is bounded: of a flood the last 1 MiB is kept, with its end", async () => {
    const flood =
      'i=0; while [ $i -lt 30000 ]; do echo "line $i of many, long enough to be many bytes by and by"; i=$((i + 1)); done; echo the-end';
    const handed = await fleet.handIn(await fleet.phase(), flood);
    await fleet.ended(handed.id);
    const { logKey: key } = await readCaseFiles(fleet.db, fleet.challenge.organizer, handed.id, 1);
    const log = gunzipSync(await readFile(join(fleet.objects, key ?? "")));
    expect(log.length).toBeLessThanOrEqual(1024 ** 2);
    expect(log.subarray(-8).toString()).toBe("the-end\n");
  });
});
