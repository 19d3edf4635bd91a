import type { Structure } from "@bodymark/contracts";

/** What a preset gives a challenge where its file says nothing itself. */
interface Preset {
  readonly title: string;
  readonly summary: string;
  readonly structures: readonly Structure[];
  readonly phase: Readonly<Record<string, unknown>>;
}

type Row = readonly [name: string, groups?: string, flareToleranceMm?: number];

/** AbdomenAtlas 1.1 (class map of MrGiovanni/AbdomenAtlas), labels 1 to 25; groups by first letter. */
const ABDOMEN_ATLAS: readonly Row[] = [
  ["aorta", "t", 2],
  ["gall_bladder", "sh", 2],
  ["kidney_left", "", 3],
  ["kidney_right", "", 3],
  ["liver", "", 5],
  ["pancreas", "sh", 5],
  ["postcava", "th", 2],
  ["spleen", "", 3],
  ["stomach", "", 5],
  ["adrenal_gland_left", "sh", 2],
  ["adrenal_gland_right", "sh", 2],
  ["bladder"],
  ["celiac_trunk", "sth"],
  ["colon", "t"],
  ["duodenum", "th", 7],
  ["esophagus", "th", 3],
  ["femur_left"],
  ["femur_right"],
  ["hepatic_vessel", "th"],
  ["intestine", "t"],
  ["lung_left"],
  ["lung_right"],
  ["portal_vein_and_splenic_vein", "th"],
  ["prostate", "sh"],
  ["rectum", "t"],
];

/** BodyMaps 2024 (evaluation class map of johnson111788/BodyMaps), labels 1 to 15, 1 mm; its own names. */
const BODYMAPS: readonly Row[] = [
  ["spleen"],
  ["kidney_right"],
  ["kidney_left"],
  ["gallbladder", "sh"],
  ["liver"],
  ["stomach"],
  ["aorta", "t"],
  ["inferior_vena_cava", "th"],
  ["pancreas", "sh"],
  ["adrenal_gland_right", "sh"],
  ["adrenal_gland_left", "sh"],
  ["duodenum", "th"],
  ["colon", "t"],
  ["intestine", "t"],
  ["celiac_trunk", "sth"],
];

/** FLARE 2022: 13 organs in the order of its labels, each with its own tolerance. */
const FLARE: readonly Row[] = [
  ["liver", "", 5],
  ["kidney_right", "", 3],
  ["spleen", "", 3],
  ["pancreas", "sh", 5],
  ["aorta", "t", 2],
  ["inferior_vena_cava", "th", 2],
  ["adrenal_gland_right", "sh", 2],
  ["adrenal_gland_left", "sh", 2],
  ["gallbladder", "sh", 2],
  ["esophagus", "th", 3],
  ["stomach", "", 5],
  ["duodenum", "th", 7],
  ["kidney_left", "", 3],
];

const GROUPS: Readonly<Record<string, string>> = { s: "small", t: "tubular", h: "hard" };

function toStructures(rows: readonly Row[], toleranceMm: (row: Row) => number): Structure[] {
  return rows.map((row, i) => {
    const [name, groups = "", flareToleranceMm] = row;
    return {
      label: i + 1,
      name,
      toleranceMm: toleranceMm(row),
      groups: [...groups].map((letter) => GROUPS[letter] ?? letter),
      ...(flareToleranceMm === undefined ? {} : { flareToleranceMm }),
    };
  });
}

const ACCURACY = [{ name: "dice" }, { name: "nsd" }];
const WITH_TIME = [...ACCURACY, { name: "time" }];

export const PRESETS: Readonly<Record<string, Preset>> = {
  "bodymaps-2024": {
    title: "BodyMaps 2024",
    summary: "Fifteen abdominal structures in CT, accurately and fast, as in BodyMaps at ISBI and MICCAI 2024.",
    structures: toStructures(BODYMAPS, () => 1),
    phase: {
      profile: "bodymaps",
      definition: "bodymaps-2024",
      // Its own formula needs GPU memory over time; until a board has that, time stands in for cost.
      ranking: { scheme: "mean-then-rank", metrics: WITH_TIME },
      limits: { caseTimeoutS: 600, memoryBytes: "32g", shmBytes: "8g", cpus: 8, gpus: "all", imageBytes: "20g" },
    },
  },
  "abdomenatlas-1.1": {
    title: "AbdomenAtlas 1.1",
    summary: "The 25 structures of AbdomenAtlas 1.1 in abdominal CT.",
    structures: toStructures(ABDOMEN_ATLAS, () => 1),
    phase: {
      profile: "bodymaps",
      definition: "surface-distance",
      ranking: { scheme: "mean-then-rank", metrics: ACCURACY },
      limits: { caseTimeoutS: 600, memoryBytes: "32g", shmBytes: "8g", cpus: 8, gpus: "all", imageBytes: "20g" },
    },
  },
  "flare-22": {
    title: "FLARE 22",
    summary: "Thirteen abdominal organs in CT with limited time and memory, as in FLARE at MICCAI 2022.",
    structures: toStructures(FLARE, ([, , tolerance = 1]) => tolerance),
    phase: {
      profile: "flare",
      definition: "flare",
      absentPolicy: "count",
      // Per-case ranks of DSC, NSD and time, then their mean; GPU and CPU use join when a board has them.
      ranking: { scheme: "rank-then-mean", metrics: WITH_TIME },
      limits: { caseTimeoutS: 3600, memoryBytes: "28g", shmBytes: "8g", cpus: 8, gpus: "all", imageBytes: "20g" },
    },
  },
};
export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

type Fields = Record<string, unknown>;

/** A challenge's fields over those of a preset: what the file says itself stands. Null for an unknown preset. */
export function applyPreset(name: string, given: Fields): Fields | null {
  const preset = PRESETS[name];
  if (!preset || !Object.hasOwn(PRESETS, name)) return null;
  const phases = Array.isArray(given.phases)
    ? given.phases.map((phase: unknown) => (isFields(phase) ? mergePhase(preset.phase, phase) : phase))
    : given.phases;
  return {
    title: preset.title,
    summary: preset.summary,
    structures: preset.structures,
    ...given,
    ...(phases === undefined ? {} : { phases }),
  };
}

/** Limits are merged field by field: a longer time says nothing of the memory. */
function mergePhase(preset: Fields, phase: Fields): Fields {
  const limits = isFields(phase.limits) ? { ...(preset.limits as Fields), ...phase.limits } : preset.limits;
  return { ...preset, ...phase, limits };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
