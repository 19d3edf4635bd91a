import { access, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { LayerEntry, LayerSpec } from "@bodymark/image";
import { findSharedLibraries } from "./find-shared-libraries.ts";
import { findShell } from "./find-shell.ts";
import { readElf, readStripped } from "./read-elf.ts";

export interface RuntimeLayer {
  readonly layer: LayerSpec;
  /** Folders of the image that hold the shared libraries. */
  readonly libraryFolders: readonly string[];
}

const require = createRequire(import.meta.url);

/** The layer that both variants share: Node, ONNX Runtime for this platform, a shell, and the libraries they load. */
export async function buildRuntimeLayer(): Promise<RuntimeLayer> {
  if (process.platform !== "linux") throw new Error("the baseline's image can be built on Linux only");
  const node = await findNode();
  const runtime = await runtimeFiles();
  const shell = await findShell();
  const { interpreter } = await readElf(node);
  if (interpreter === null) throw new Error(`${node} is not a dynamically linked program`);

  const programs = [node, ...runtime.native, ...(shell.loader === null ? [] : [shell.path])];
  const libraries = new Map<string, string>();
  for (const program of programs) {
    for (const [name, path] of await findSharedLibraries(interpreter, program)) {
      // ONNX Runtime's own library lies beside its binding.
      if (!runtime.native.includes(path)) libraries.set(`${dirname(path)}/${name}`, path);
    }
  }
  const files: LayerEntry[] = [
    { path: "tmp", directory: true, mode: 0o1777 },
    { path: interpreter, mode: 0o755, content: { fromFile: interpreter } },
    ...[...libraries].map(([path, file]): LayerEntry => ({ path, mode: 0o755, content: { fromFile: file } })),
    { path: "bin/sh", mode: 0o755, content: { fromFile: shell.path } },
    { path: "usr/bin/node", mode: 0o755, content: await readStripped(node) },
    ...runtime.files,
  ];
  const sorted = files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    layer: { files: sorted },
    libraryFolders: [...new Set([...libraries.keys()].map((path) => dirname(path)))].sort(),
  };
}

/** The Node that the project brings; else the one that runs this. */
async function findNode(): Promise<string> {
  try {
    const path = join(dirname(require.resolve("node/package.json")), "bin/node");
    await access(path);
    return path;
  } catch {
    return process.execPath;
  }
}

const MODULES = "opt/baseline/node_modules";

/** Its types package: the CommonJS form is the one that is loaded. */
async function commonFiles(common: string): Promise<LayerEntry[]> {
  const scripts = (await readdir(join(common, "dist/cjs"))).filter((name) => /\.js$|^package\.json$/.test(name));
  return ["package.json", ...scripts.map((name) => `dist/cjs/${name}`)].map((name) => ({
    path: `${MODULES}/onnxruntime-common/${name}`,
    content: { fromFile: join(common, name) },
  }));
}

/** ONNX Runtime's JavaScript and its native files for this platform; those of other platforms are 270 MB. */
async function runtimeFiles(): Promise<{ files: LayerEntry[]; native: string[] }> {
  const runtime = join(dirname(require.resolve("onnxruntime-node")), "..");
  const fromRuntime = createRequire(join(runtime, "package.json"));
  const common = join(dirname(fromRuntime.resolve("onnxruntime-common")), "../..");
  const platform = `bin/napi-v6/linux/${process.arch}`;
  const native = ["onnxruntime_binding.node", "libonnxruntime.so.1"].map((name) => `${platform}/${name}`);
  const scripts = ["package.json", ...["index", "backend", "binding", "version"].map((name) => `dist/${name}.js`)];
  const files = [...scripts, ...native].map(
    (name): LayerEntry => ({ path: `${MODULES}/onnxruntime-node/${name}`, content: { fromFile: join(runtime, name) } }),
  );
  return {
    files: [...files, ...(await commonFiles(common))],
    native: native.map((name) => join(runtime, name)),
  };
}
