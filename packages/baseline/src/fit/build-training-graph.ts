import { CLASSES, featureCount, type Variant } from "../model/variant.ts";
import { GraphBuilder } from "../onnx/graph-builder.ts";

/** Parameters in the order in which the training graph takes them and gives their gradients. */
export const PARAMETERS = ["first", "firstBias", "second", "secondBias", "third", "thirdBias"] as const;

/**
 * One step of fitting as an ONNX graph, since ONNX Runtime multiplies matrices many times faster than a script: takes a
 * batch (`features` B×F, `labels` B, `weights` B that sum to 1) and the parameters; gives the weighted cross-entropy
 * and its gradient for each parameter, by the chain rule written out.
 */
export function buildTrainingGraph(variant: Variant): Uint8Array {
  const graph = new GraphBuilder(`fit-${variant.name}`);
  const [units, secondUnits] = variant.hidden;
  const features = graph.input("features", "float", ["batch", featureCount(variant)]);
  const labels = graph.input("labels", "int64", ["batch"]);
  const weights = graph.input("weights", "float", ["batch"]);
  const w1 = graph.input("first", "float", [featureCount(variant), units]);
  const b1 = graph.input("firstBias", "float", [units]);
  const w2 = graph.input("second", "float", [units, secondUnits]);
  const b2 = graph.input("secondBias", "float", [secondUnits]);
  const w3 = graph.input("third", "float", [secondUnits, CLASSES]);
  const b3 = graph.input("thirdBias", "float", [CLASSES]);

  const a1 = graph.node("Relu", [graph.node("Gemm", [features, w1, b1])]);
  const a2 = graph.node("Relu", [graph.node("Gemm", [a1, w2, b2])]);
  const logits = graph.node("Gemm", [a2, w3, b3]);
  const logProbabilities = graph.node("LogSoftmax", [logits], { axis: 1 });
  const targets = graph.node("OneHot", [labels, graph.integers([CLASSES], []), graph.floats([0, 1], [2])]);
  const column = graph.node("Unsqueeze", [weights, graph.integers([1])]);
  const likelihood = graph.node("Mul", [graph.node("Mul", [logProbabilities, targets]), column]);
  graph.node("Neg", [graph.node("ReduceSum", [likelihood], { keepdims: 0 })], {}, "loss");

  const error = graph.node("Sub", [graph.node("Exp", [logProbabilities]), targets]);
  const d3 = graph.node("Mul", [error, column]);
  const d2 = graph.node("Mul", [graph.node("Gemm", [d3, w3], { transB: 1 }), graph.node("Sign", [a2])]);
  const d1 = graph.node("Mul", [graph.node("Gemm", [d2, w2], { transB: 1 }), graph.node("Sign", [a1])]);
  const rows = graph.integers([0]);
  for (const [name, input, delta] of [
    ["third", a2, d3],
    ["second", a1, d2],
    ["first", features, d1],
  ] as const) {
    graph.node("Gemm", [input, delta], { transA: 1 }, `${name}Gradient`);
    graph.node("ReduceSum", [delta, rows], { keepdims: 0 }, `${name}BiasGradient`);
  }
  graph.output("loss", "float", []);
  for (const name of PARAMETERS) graph.output(`${name}Gradient`, "float", name.endsWith("Bias") ? ["n"] : ["n", "m"]);
  return graph.encode();
}
