/** The words of the documentation page. */
export const DOCS_TEXTS = {
  howItWorks: "How it works",
  fromAnImageArchive:
    "From an image archive to a line on the leaderboard: what is run, how it is timed and scored, and what you see of it.",
  onThisPage: "On this page",
  forParticipants: "For participants",
  createAnAccountOpen: "Create an account, open a challenge, join it with a team name and accept its rules.",
  saveYourImage: "Save your image:",
  imagesMadeForBodymaps: ". Images made for BodyMaps, SuPreM and FLARE run unmodified.",
  tryItOnYour: "Try it on your machine with the code that the server runs:",
  thenSubmitInThe:
    "Then submit in the browser, or with an API key. Uploads resume where they broke off, and the submission's page follows each case as it runs.",
  containerContract: "Container contract",
  oneFreshContainerPer:
    "One fresh container per case. No network; memory, time, disk and processes are limited; nothing survives a case. Each phase names its profile.",
  input: "Input",
  output: "Output",
  command: "Command",
  isARandomName: "is a random name, new for each evaluation. The output is one integer label map of the input's shape.",
  and: "and",
  demandTheShapeAlone: "demand the shape alone; the others the affine too.",
  whenItFails: "When it fails",
  oneFailedCaseFails:
    "One failed case fails that case alone: it counts as 0 and as the time limit. A fault of the platform is retried and never counts against your quota.",
  howTimeIsMeasured: "How time is measured",
  fromTheEnginesOwn:
    "From the engine's own record of when the container's process started and finished, loading of the model included. Creating the container and copying files are outside.",
  oneWarmUpContainer:
    "One warm-up container runs first and is discarded; a phase may ask for repeats, then the median counts.",
  theHardwareIsRecorded:
    "The hardware is recorded with each evaluation. Times from different hardware are marked, never mixed.",
  memoryIsThePeak: "Memory is the peak of resident memory without page cache.",
  howItIsScored: "How it is scored",
  surfelWeightedSurfaceDice:
    ": surfel-weighted surface Dice at the structure's tolerance in millimetres, as in DeepMind's surface-distance (Nikolov et al.).",
  theLargerOfThe: ": the larger of the two directed 95th percentiles.",
  aStructureThatThe:
    "A structure that the reference has and the prediction lacks scores 0; so does every structure of a failed case. One that is absent from the reference is left out, unless the phase counts it.",
  meansAreTakenOver: "Means are taken over cases, then over structures, each structure counting once.",
  ranksComeFromThe:
    "Ranks come from the scheme frozen when the phase opened. The range beside a rank is where it lies in 95 % of bootstrap draws over patients. Ties share the smaller rank.",
  httpApi: "HTTP API",
  everythingHereIsAlso: "Everything here is also JSON under",
  describedBy: ", described by",
  openapi31: "OpenAPI 3.1",
  readingBoardsNeedsNo: ". Reading boards needs no key; for your submissions send",
  withAKeyFrom: "with a key from your account page. Errors are problem details (RFC 9457).",
  forOrganizers: "For organizers",
  aChallengeHasStructures:
    "A challenge has structures with their tolerances and groups, cases with metadata, and phases with limits, quota, deadline and a ranking scheme. Cases of a hidden phase are never shown, named or hinted at: until it closes, participants get rounded aggregates, failure codes and ordinals.",
  failureCodes: "Failure codes",
  code: "Code",
  whatHappened: "What happened",
  whatToDo: "What to do",
  npxBodymarkEvaluateImage:
    "npx bodymark evaluate --image my-algorithm.tar.gz --cases DIR --structures structures.json --out results",
} as const;
