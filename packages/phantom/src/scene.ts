import type { Canvas } from "./canvas.ts";
import type { Patient } from "./patient.ts";
import { type Random, randomStream } from "./random.ts";
import type { Tissues } from "./tissue.ts";
import type { Vec3 } from "./vector.ts";

/** What every part of the anatomy is painted with. */
export interface Scene {
  readonly canvas: Canvas;
  readonly patient: Patient;
  readonly tissues: Tissues;
  /** A random stream of the part's own. */
  random(part: string): Random;
}

export function createScene(canvas: Canvas, patient: Patient, tissues: Tissues, seed: number, index: number): Scene {
  return { canvas, patient, tissues, random: (part) => randomStream(seed, index, part) };
}

/** A point moved by a normal deviate of `sdMm` along each axis. */
export function jitter(random: Random, point: Vec3, sdMm: number): Vec3 {
  return [random.normal(point[0], sdMm), random.normal(point[1], sdMm), random.normal(point[2], sdMm)];
}

/** +1 for the patient's right (x grows to the right), -1 for the left. */
export type Side = 1 | -1;
export const RIGHT: Side = 1;
export const LEFT: Side = -1;
