import type { Structure } from "@bodymark/contracts";

const SMALL = ["small", "hard"];
const TUBULAR = ["tubular"];
const HARD_TUBE = ["tubular", "hard"];

function structure(label: number, name: string, groups: string[], flareToleranceMm?: number): Structure {
  return {
    label,
    name,
    toleranceMm: 1,
    ...(groups.length > 0 ? { groups } : {}),
    ...(flareToleranceMm === undefined ? {} : { flareToleranceMm }),
  };
}

/**
 * The 25 structures of AbdomenAtlas 1.1 with its label numbers, the tolerance of BodyMaps 2024 (1 mm) and, where they
 * have one, that of FLARE 2022/23.
 */
export const PHANTOM_STRUCTURES: readonly Structure[] = [
  structure(1, "aorta", TUBULAR, 2),
  structure(2, "gall_bladder", SMALL, 2),
  structure(3, "kidney_left", [], 3),
  structure(4, "kidney_right", [], 3),
  structure(5, "liver", [], 5),
  structure(6, "pancreas", SMALL, 5),
  structure(7, "postcava", HARD_TUBE, 2),
  structure(8, "spleen", [], 3),
  structure(9, "stomach", [], 5),
  structure(10, "adrenal_gland_left", SMALL, 2),
  structure(11, "adrenal_gland_right", SMALL, 2),
  structure(12, "bladder", []),
  structure(13, "celiac_trunk", ["small", "tubular", "hard"]),
  structure(14, "colon", TUBULAR),
  structure(15, "duodenum", HARD_TUBE, 7),
  structure(16, "esophagus", HARD_TUBE, 3),
  structure(17, "femur_left", []),
  structure(18, "femur_right", []),
  structure(19, "hepatic_vessel", HARD_TUBE),
  structure(20, "intestine", TUBULAR),
  structure(21, "lung_left", []),
  structure(22, "lung_right", []),
  structure(23, "portal_vein_and_splenic_vein", HARD_TUBE),
  structure(24, "prostate", SMALL),
  structure(25, "rectum", TUBULAR),
];

/** Label numbers by name, for painting. */
export const LABEL = {
  aorta: 1,
  gallBladder: 2,
  kidneyLeft: 3,
  kidneyRight: 4,
  liver: 5,
  pancreas: 6,
  postcava: 7,
  spleen: 8,
  stomach: 9,
  adrenalLeft: 10,
  adrenalRight: 11,
  bladder: 12,
  celiacTrunk: 13,
  colon: 14,
  duodenum: 15,
  esophagus: 16,
  femurLeft: 17,
  femurRight: 18,
  hepaticVessel: 19,
  intestine: 20,
  lungLeft: 21,
  lungRight: 22,
  portalVein: 23,
  prostate: 24,
  rectum: 25,
} as const;
