import { parseLabelMap } from "@bodymark/contracts";

const TEXTS = ["paperUrl", "codeUrl", "architecture", "licence", "preTraining"] as const;
const NUMBERS = ["parametersMillion", "preTrainedScans"] as const;

/** The body of a submission from the form's fields; what was left empty is left out. */
export function readSubmitForm(form: FormData, uploadId: string): Record<string, unknown> {
  const method: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const text = String(form.get(name) ?? "").trim();
    if (text) method[name] = text;
  }
  for (const name of NUMBERS) {
    const text = String(form.get(name) ?? "").trim();
    if (text) method[name] = Number(text);
  }
  return {
    uploadId,
    name: String(form.get("name") ?? "").trim(),
    description: String(form.get("description") ?? "").trim(),
    method,
    anonymous: form.get("anonymous") === "on",
    ...readLabelMap(String(form.get("labelMap") ?? "")),
  };
}

/** What is wrong with a label map that was typed; null for one that is right, or for none. */
export function labelMapProblem(text: string): string | null {
  if (!text.trim()) return null;
  const parsed = parseLabelMap(text);
  return "problem" in parsed ? parsed.problem : null;
}

function readLabelMap(text: string): Record<string, unknown> {
  const parsed = text.trim() ? parseLabelMap(text) : null;
  return parsed && "map" in parsed ? { labelMap: parsed.map } : {};
}
