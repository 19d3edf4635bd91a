import { type Method, methodSchema, UsageError } from "@bodymark/contracts";

/** What `submit` is told of the method, as it is typed. */
export interface MethodArguments {
  paper?: string;
  code?: string;
  licence?: string;
  architecture?: string;
  parametersMillion?: string;
  preTraining?: string;
  preTrainedScans?: string;
}

const OPTIONS: Readonly<Record<keyof Method, string>> = {
  paperUrl: "--paper",
  codeUrl: "--code",
  licence: "--licence",
  architecture: "--architecture",
  parametersMillion: "--parameters-million",
  preTraining: "--pre-training",
  preTrainedScans: "--pre-trained-scans",
};

/** The method as the platform takes it. @throws UsageError that names every option that is wrong */
export function readMethod(options: MethodArguments): Method {
  const said = {
    paperUrl: options.paper,
    codeUrl: options.code,
    licence: options.licence,
    architecture: options.architecture,
    parametersMillion: numberOf(options.parametersMillion),
    preTraining: options.preTraining,
    preTrainedScans: numberOf(options.preTrainedScans),
  };
  const parsed = methodSchema.safeParse(said);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${OPTIONS[path[0] as keyof Method]}: ${message}`);
  throw new UsageError(wrong.join("\n"));
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text.trim() === "" ? undefined : Number(text);
}
