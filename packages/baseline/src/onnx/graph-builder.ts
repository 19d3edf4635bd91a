import protobuf from "protobufjs";
import { ATTRIBUTE_TYPE, DATA_TYPE, ONNX_SCHEMA } from "./schema.ts";

type Attribute = number | readonly number[] | { readonly float: number };
type Dimension = number | string;

const OPSET = 17;
const IR_VERSION = 8;

/** Writes an ONNX model: values are named by the caller or numbered, nodes are kept in the order of the calls. */
export class GraphBuilder {
  private readonly nodes: object[] = [];
  private readonly initializers: object[] = [];
  private readonly inputs: object[] = [];
  private readonly outputs: object[] = [];
  private readonly name: string;
  private count = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Declares an input; a text as dimension is a size known only when it runs. */
  input(name: string, type: keyof typeof DATA_TYPE, dimensions: readonly Dimension[]): string {
    this.inputs.push(valueInfo(name, type, dimensions));
    return name;
  }

  output(name: string, type: keyof typeof DATA_TYPE, dimensions: readonly Dimension[]): void {
    this.outputs.push(valueInfo(name, type, dimensions));
  }

  /** A constant of 32-bit floats. */
  floats(values: Float32Array | readonly number[], dimensions: readonly number[]): string {
    return this.constant(DATA_TYPE.float, Float32Array.from(values), dimensions);
  }

  /** A constant of 64-bit integers, such as axes and slice ends. */
  integers(values: readonly number[], dimensions: readonly number[] = [values.length]): string {
    return this.constant(DATA_TYPE.int64, BigInt64Array.from(values.map(BigInt)), dimensions);
  }

  /** Adds a node and gives the name of its output. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    output = `v${this.count++}`,
  ): string {
    this.nodes.push({
      op_type: operator,
      name: output,
      input: inputs,
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    return output;
  }

  /** The model's file. */
  encode(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const type = protobuf.parse(ONNX_SCHEMA, { keepCase: true }).root.lookupType("ModelProto");
    const message = type.create({
      ir_version: IR_VERSION,
      producer_name: "bodymark",
      opset_import: [{ domain: "", version: OPSET }],
      metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: this.name,
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: this.outputs,
      },
    });
    return type.encode(message).finish();
  }

  private constant(type: number, values: Float32Array | BigInt64Array, dimensions: readonly number[]): string {
    const name = `c${this.count++}`;
    this.initializers.push({
      name,
      dims: dimensions,
      data_type: type,
      raw_data: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    });
    return name;
  }
}

function attribute(name: string, value: Attribute): object {
  if (typeof value === "number") return { name, i: value, type: ATTRIBUTE_TYPE.int };
  if ("float" in value) return { name, f: value.float, type: ATTRIBUTE_TYPE.float };
  return { name, ints: value, type: ATTRIBUTE_TYPE.ints };
}

function valueInfo(name: string, type: keyof typeof DATA_TYPE, dimensions: readonly Dimension[]): object {
  const dim = dimensions.map((size) => (typeof size === "number" ? { dim_value: size } : { dim_param: size }));
  return { name, type: { tensor_type: { elem_type: DATA_TYPE[type], shape: { dim } } } };
}
