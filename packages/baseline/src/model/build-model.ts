import { GraphBuilder } from "../onnx/graph-builder.ts";
import { type Branch, CLASSES, reachOf, TENT_REACH, TENTS, type Variant, WINDOWS } from "./variant.ts";

/**
 * Weights of a three-layer perceptron over a voxel's features. `first` has a row per feature, in the order of
 * `gatherFeatures`; all matrices are row-major, inputs by outputs.
 */
export interface Weights {
  readonly first: Float32Array;
  readonly firstBias: Float32Array;
  readonly second: Float32Array;
  readonly secondBias: Float32Array;
  readonly third: Float32Array;
  readonly thirdBias: Float32Array;
}

/**
 * The model as a fully convolutional ONNX graph. Inputs: `hu` (1×1×D×H×W, Hounsfield units, wider than the output by
 * reach and smoothing on every side) and `x`, `y`, `z`, the place of each row of voxels in the body (-1 to 1), as long
 * as the output plus smoothing. Output: `labels` (D×H×W, uint8).
 */
export function buildModel(variant: Variant, weights: Weights): Uint8Array {
  const graph = new GraphBuilder(`baseline-${variant.name}`);
  const hu = graph.input("hu", "float", [1, 1, "depth_in", "height_in", "width_in"]);
  const windows = graph.node(
    "Concat",
    WINDOWS.map(({ low, high }) => {
      const clipped = graph.node("Clip", [hu, graph.floats([low], []), graph.floats([high], [])]);
      const centred = graph.node("Sub", [clipped, graph.floats([(low + high) / 2], [])]);
      return graph.node("Mul", [centred, graph.floats([2 / (high - low)], [])]);
    }),
    { axis: 1 },
  );

  const [units, secondUnits] = variant.hidden;
  const reach = reachOf(variant.branches);
  const rowsPerBranch = WINDOWS.length * 27;
  let sum = "";
  for (const [index, branch] of variant.branches.entries()) {
    const kernel = graph.floats(kernelOf(weights.first, index * rowsPerBranch, units), [
      units,
      WINDOWS.length,
      3,
      3,
      3,
    ]);
    const dilations = [branch.dilation[2], branch.dilation[1], branch.dilation[0]];
    const inputs = [branchInput(graph, windows, branch, reach), kernel];
    if (index === 0) inputs.push(graph.floats(weights.firstBias, [units]));
    const map = graph.node("Conv", inputs, { kernel_shape: [3, 3, 3], dilations });
    sum = sum === "" ? map : graph.node("Add", [map, sum]);
  }
  sum = graph.node("Add", [sum, placeBias(graph, weights.first, variant)]);

  const hidden = graph.node("Relu", [sum]);
  const second = graph.node("Relu", [pointwise(graph, hidden, weights.second, weights.secondBias, units)]);
  const logits = pointwise(graph, second, weights.third, weights.thirdBias, secondUnits);
  // Averaging the logits (the geometric mean of the probabilities) does as well as averaging probabilities and spares a
  // softmax over channels, which took 40 % of the time.
  const smooth = graph.node("AveragePool", [logits], { kernel_shape: [3, 3, 3], strides: [1, 1, 1] });
  const best = graph.node("ArgMax", [smooth], { axis: 1, keepdims: 0 });
  const flat = graph.node("Squeeze", [best, graph.integers([0])]);
  graph.node("Cast", [flat], { to: 2 }, "labels");
  graph.output("labels", "uint8", ["depth", "height", "width"]);
  return graph.encode({ spacingMm: variant.spacingMm.join(","), classes: String(CLASSES) });
}

/** The windowed scan, cut to what this branch reaches, averaged along one axis after the other. */
function branchInput(graph: GraphBuilder, windows: string, branch: Branch, reach: readonly number[]): string {
  const cut = ([0, 1, 2] as const).map(
    (axis) => (reach[axis] ?? 0) - ((branch.pool[axis] - 1) / 2 + branch.dilation[axis]),
  );
  let map = windows;
  if (cut.some((voxels) => voxels > 0)) {
    // Slice wants an end: -cut, or "as far as it goes" where nothing is cut.
    const starts = [cut[2] ?? 0, cut[1] ?? 0, cut[0] ?? 0];
    const ends = starts.map((voxels) => (voxels > 0 ? -voxels : 2 ** 31 - 1));
    map = graph.node("Slice", [map, graph.integers(starts), graph.integers(ends), graph.integers([2, 3, 4])]);
  }
  for (const axis of [0, 1, 2] as const) {
    const size = branch.pool[axis];
    if (size === 1) continue;
    const kernel = [1, 1, 1];
    kernel[2 - axis] = size;
    map = graph.node("AveragePool", [map], { kernel_shape: kernel, strides: [1, 1, 1] });
  }
  return map;
}

/** Rows (window, then tap z, y, x) by units become a kernel: unit, window, z, y, x. */
function kernelOf(first: Float32Array, firstRow: number, units: number): Float32Array {
  const taps = WINDOWS.length * 27;
  const kernel = new Float32Array(units * taps);
  for (let tap = 0; tap < taps; tap++) {
    for (let unit = 0; unit < units; unit++) kernel[unit * taps + tap] = first[(firstRow + tap) * units + unit] ?? 0;
  }
  return kernel;
}

/** What the place in the body adds to the first layer: the sum of a curve along each axis, as tents. */
function placeBias(graph: GraphBuilder, first: Float32Array, variant: Variant): string {
  const [units] = variant.hidden;
  let row = variant.branches.length * WINDOWS.length * 27;
  const curves = (["x", "y", "z"] as const).map((name, axis) => {
    const count = TENTS[axis] ?? 0;
    const step = (2 * TENT_REACH) / (count - 1);
    const place = graph.input(name, "float", [`along_${name}`]);
    const column = graph.node("Unsqueeze", [place, graph.integers([1])]);
    const centres = Float32Array.from({ length: count }, (_, k) => -TENT_REACH + k * step);
    const distance = graph.node("Abs", [graph.node("Sub", [column, graph.floats(centres, [1, count])])]);
    const scaled = graph.node("Mul", [distance, graph.floats([-1 / step], [])]);
    const tents = graph.node("Relu", [graph.node("Add", [scaled, graph.floats([1], [])])]);
    const matrix = graph.floats(first.slice(row * units, (row + count) * units), [count, units]);
    row += count;
    const curve = graph.node("Transpose", [graph.node("MatMul", [tents, matrix])], { perm: [1, 0] });
    const others = [0, 2, 3, 4].filter((dimension) => dimension !== 4 - axis);
    return graph.node("Unsqueeze", [curve, graph.integers(others)]);
  });
  const [x = "", y = "", z = ""] = curves;
  return graph.node("Add", [graph.node("Add", [x, y]), z]);
}

function pointwise(
  graph: GraphBuilder,
  input: string,
  matrix: Float32Array,
  bias: Float32Array,
  inputs: number,
): string {
  const outputs = bias.length;
  const kernel = new Float32Array(matrix.length);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) kernel[o * inputs + i] = matrix[i * outputs + o] ?? 0;
  }
  return graph.node("Conv", [input, graph.floats(kernel, [outputs, inputs, 1, 1, 1]), graph.floats(bias, [outputs])], {
    kernel_shape: [1, 1, 1],
  });
}
