import { instantIn, type PhaseInput, parseSize } from "@bodymark/challenge-file";

/** A phase's form as the phase it describes; what is no number or instant is told by its field. */
export function readPhaseForm(form: FormData): { phase: PhaseInput } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  const number = (name: string): number => {
    const value = Number(text(name));
    if (text(name) === "" || !Number.isFinite(value)) errors[name] = "Enter a number.";
    return value;
  };
  const optional = (name: string): number | null => (text(name) === "" ? null : number(name));
  const size = (name: string): number => {
    const bytes = parseSize(text(name));
    if (bytes === null) errors[name] = "Enter a size such as 8g or 512m.";
    return bytes ?? 0;
  };
  const instant = (name: string): string | null => {
    const local = text(`${name}.local`);
    if (local === "") return null;
    const at = instantIn(local, text(`${name}.zone`) || "UTC");
    if (!at) errors[name] = "Enter date and time, and a zone such as UTC, Europe/Vienna or AoE.";
    return at?.toISOString() ?? null;
  };
  const metrics = (["dice", "nsd", "time"] as const)
    .filter((name) => form.get(`metric.${name}`) === "on")
    .map((name) => ({ name, weight: number(`weight.${name}`) }));
  if (metrics.length === 0) errors["metric.dice"] = "Choose at least one metric to rank by.";
  const weights = readWeights(text("structureWeights"), errors);
  const known = JSON.parse(text("kept") || "{}") as { ranking?: { groups?: []; bootstrap?: object }; limits?: object };
  const gpuType = text("limits.gpuType");
  const gpuMemory = text("limits.gpuMemoryBytes");
  const phase = {
    slug: text("slug"),
    title: text("title"),
    description: text("description"),
    kind: text("kind") as PhaseInput["kind"],
    opensAt: instant("opensAt"),
    closesAt: instant("closesAt"),
    caseVisibility: text("caseVisibility"),
    profile: text("profile"),
    slugs: { input: text("slugs.input") || "ct", output: text("slugs.output") || "segmentation" },
    limits: {
      ...known.limits,
      caseTimeoutS: number("limits.caseTimeoutS"),
      memoryBytes: size("limits.memoryBytes"),
      shmBytes: size("limits.shmBytes"),
      diskBytes: size("limits.diskBytes"),
      imageBytes: size("limits.imageBytes"),
      cpus: number("limits.cpus"),
      gpus: text("limits.gpus"),
      ...(gpuType ? { gpuType } : {}),
      ...(gpuMemory ? { gpuMemoryBytes: size("limits.gpuMemoryBytes") } : {}),
      repeats: number("limits.repeats"),
    },
    definition: text("definition"),
    absentPolicy: text("absentPolicy"),
    ranking: {
      scheme: text("ranking.scheme"),
      metrics,
      ...(weights.length > 0 ? { structures: weights } : {}),
      ...(known.ranking?.groups ? { groups: known.ranking.groups } : {}),
      ...(known.ranking?.bootstrap ? { bootstrap: known.ranking.bootstrap } : {}),
    },
    counting: text("counting"),
    publication: text("publication"),
    logPolicy: text("logPolicy"),
    keptPredictionBytes: size("keptPredictionBytes"),
    quota: {
      count: optional("quota.count"),
      failures: optional("quota.failures"),
      windowS: Math.round(number("quota.windowHours") * 3600),
    },
    gate: text("gate") || null,
    cases: lines(text("cases")),
    timingCases: form.get("timingAll") === "on" ? "all" : lines(text("timingCases")),
  } as PhaseInput;
  return Object.keys(errors).length > 0 ? { errors } : { phase };
}

function lines(value: string): string[] {
  return value.split(/[\s,;]+/).filter((line) => line !== "");
}

/** A line `liver 2` for each structure that is ranked; a weight of 1 may be left out. */
function readWeights(value: string, errors: Record<string, string>): { name: string; weight: number }[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [, name = line, weight = "1"] = /^(\S+)\s+(\S+)$/.exec(line) ?? [];
      if (!(Number(weight) > 0)) errors.structureWeights = `“${line}”: write a structure's name and its weight.`;
      return { name, weight: Number(weight) };
    });
}
