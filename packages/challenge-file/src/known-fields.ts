import type { z } from "zod";

/** The fields that a schema knows at a path of a value; none where the path leads to no object. */
export function knownFields(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const here = unwrap(schema);
  const { def } = here._zod;
  const [next, ...rest] = path;
  if (isObject(def))
    return next === undefined
      ? Object.keys(def.shape)
      : def.shape[String(next)]
        ? knownFields(def.shape[String(next)] as z.core.$ZodType, rest)
        : [];
  if (isArray(def) && next !== undefined) return knownFields(def.element, rest);
  return [];
}

/** The schema inside defaults, `null`s and transforms, which have no fields themselves. */
function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const def = schema._zod.def as { innerType?: z.core.$ZodType; in?: z.core.$ZodType; out?: z.core.$ZodType };
  if (def.innerType) return unwrap(def.innerType);
  if (!def.in || !def.out) return schema;
  return unwrap(def.in._zod.def.type === "transform" ? def.out : def.in);
}

function isObject(def: z.core.$ZodTypeDef): def is z.core.$ZodObjectDef {
  return def.type === "object";
}

function isArray(def: z.core.$ZodTypeDef): def is z.core.$ZodArrayDef {
  return def.type === "array";
}
