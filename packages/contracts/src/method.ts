import { z } from "zod";

/** Shown as a link, so no other scheme than these. */
const webAddress = z.url({ protocol: /^https?$/, error: "Give a web address that begins with https://" }).max(500);

/** What a participant says of an algorithm; shown with its results. */
export const methodSchema = z.object({
  paperUrl: webAddress.optional(),
  codeUrl: webAddress.optional(),
  licence: z.string().max(100).optional(),
  architecture: z.string().max(200).optional(),
  parametersMillion: z.number().nonnegative().optional(),
  preTraining: z.enum(["none", "self-supervised", "supervised"]).optional(),
  preTrainedScans: z.number().int().nonnegative().optional(),
});
export type Method = z.infer<typeof methodSchema>;
