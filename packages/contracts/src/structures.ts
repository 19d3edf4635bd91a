import { z } from "zod";

const tolerance = z.number().positive().finite();

/** One label of a challenge. `toleranceMm` is the NSD tolerance in millimetres; a list gives one NSD for each. */
export const structureSchema = z.object({
  label: z.number().int().min(1).max(65535),
  name: z.string().min(1).max(200),
  toleranceMm: z.union([tolerance, z.array(tolerance).min(1)]),
  groups: z.array(z.string()).optional(),
  flareToleranceMm: tolerance.optional(),
});
export type Structure = z.infer<typeof structureSchema>;

/** A structures file: which labels are scored, and what other labels mean. */
export const structuresFileSchema = z
  .object({
    structures: z.array(structureSchema).min(1),
    otherLabels: z.enum(["invalid", "background"]).optional(),
  })
  .superRefine((file, context) => {
    const labels = new Set<number>();
    const names = new Set<string>();
    for (const [index, { label, name }] of file.structures.entries()) {
      if (labels.has(label)) {
        context.addIssue({
          code: "custom",
          path: ["structures", index, "label"],
          message: `label ${label} is listed twice`,
        });
      }
      if (names.has(name)) {
        context.addIssue({
          code: "custom",
          path: ["structures", index, "name"],
          message: `name "${name}" is listed twice`,
        });
      }
      labels.add(label);
      names.add(name);
    }
  });
export type StructuresFile = z.infer<typeof structuresFileSchema>;
