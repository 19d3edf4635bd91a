import { drawAcquisition } from "./acquisition.ts";
import { paintBodyWall } from "./anatomy/body-wall.ts";
import { paintColonAndRectum, paintIntestine } from "./anatomy/bowel.ts";
import { drawDiaphragm, paintChest } from "./anatomy/chest.ts";
import { paintCouch } from "./anatomy/couch.ts";
import { paintPelvicOrgans } from "./anatomy/pelvis.ts";
import { paintSkeleton } from "./anatomy/skeleton.ts";
import {
  paintKidneysAndAdrenals,
  paintPancreasAndNeighbours,
  paintSpleenAndLiver,
  paintStomach,
} from "./anatomy/upper-abdomen.ts";
import { paintVessels } from "./anatomy/vessels.ts";
import { Canvas } from "./canvas.ts";
import { expose } from "./expose.ts";
import { Frame } from "./frame.ts";
import { affineOf, centredGrid, chooseSampling } from "./grid.ts";
import { type CaseMetadata, describeCase } from "./metadata.ts";
import { drawPatient } from "./patient.ts";
import { randomStream } from "./random.ts";
import { createScene } from "./scene.ts";
import { AIR, drawTissues } from "./tissue.ts";
import type { Vec3 } from "./vector.ts";

export interface CaseRequest {
  /** Same seed and index: same bytes, whatever the grid says of patient and scanner. */
  readonly seed: number;
  /** Place in the series, from 0. */
  readonly index: number;
  /** See `chooseSampling` for what follows when shape or spacing is left out. */
  readonly shape?: Vec3 | undefined;
  readonly spacingMm?: Vec3 | undefined;
  /** Slices as far apart as they are thick, as many as the field of view needs; overrides the third spacing. */
  readonly slices?: "given" | "as-thick" | undefined;
}

export interface PhantomCase {
  readonly name: string;
  /** Hounsfield units, x fastest, then y, then z. */
  readonly image: Int16Array;
  /** Labels of `PHANTOM_STRUCTURES`, 0 for background, in the same order. */
  readonly labels: Uint8Array;
  readonly shape: Vec3;
  readonly spacingMm: Vec3;
  /** 4×4, row by row, from voxel index to RAS+ millimetres (x to the patient's right, y anterior, z superior). */
  readonly affine: readonly number[];
  readonly metadata: CaseMetadata;
}

/** Makes one synthetic abdominal CT with its reference labels. */
export function generateCase(request: CaseRequest): PhantomCase {
  const { seed, index } = request;
  const patient = drawPatient(seed, index);
  const acquisition = drawAcquisition(seed, index);
  const { shape, spacingMm } = chooseSlices(request, acquisition.sliceThicknessMm);
  const grid = centredGrid(shape, spacingMm);
  const frame = new Frame(randomStream(seed, index, "warp"), patient.scale, grid);
  const canvas = new Canvas(grid, frame, acquisition.sliceThicknessMm, AIR);
  const scene = createScene(canvas, patient, drawTissues(seed, index, patient, acquisition), seed, index);
  const diaphragm = drawDiaphragm(scene);

  // Back to front: what comes later covers what came before.
  paintCouch(scene);
  paintBodyWall(scene);
  paintSkeleton(scene);
  paintChest(scene, diaphragm);
  paintIntestine(scene);
  paintColonAndRectum(scene);
  paintPelvicOrgans(scene);
  const liver = paintSpleenAndLiver(scene, diaphragm);
  paintStomach(scene);
  paintKidneysAndAdrenals(scene);
  paintPancreasAndNeighbours(scene, liver);
  paintVessels(scene, liver);
  canvas.keepThinStructures();

  return {
    name: `phantom-${String(index + 1).padStart(3, "0")}`,
    image: expose(canvas.hu, grid, acquisition, seed, index),
    labels: canvas.labels,
    shape,
    spacingMm,
    affine: affineOf(grid),
    metadata: describeCase(patient, acquisition, index, spacingMm),
  };
}

function chooseSlices(request: CaseRequest, thicknessMm: number): { shape: Vec3; spacingMm: Vec3 } {
  const { shape, spacingMm } = chooseSampling(request);
  if (request.slices !== "as-thick") return { shape, spacingMm };
  const extentMm = shape[2] * spacingMm[2];
  return {
    shape: [shape[0], shape[1], Math.ceil(extentMm / thicknessMm - 1e-6)],
    spacingMm: [spacingMm[0], spacingMm[1], thicknessMm],
  };
}
