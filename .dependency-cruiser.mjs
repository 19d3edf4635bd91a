/** The import directions of docs/architecture.md. `npm run check` holds them. */
const PURE = "^packages/(contracts|nifti|metrics|ranking|phantom)/";

export default {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "packages-do-not-import-programs",
      comment: "The flow goes from programs to packages, never back.",
      severity: "error",
      from: { path: "^packages/", pathNot: "/test/" },
      to: { path: "^(apps|evaluator|infra|tests)/" },
    },
    {
      name: "portal-never-imports-evaluator",
      severity: "error",
      from: { path: "^apps/portal/" },
      to: { path: "^(evaluator|apps/cli|infra)/" },
    },
    {
      name: "evaluator-never-imports-programs",
      severity: "error",
      from: { path: "^evaluator/" },
      to: { path: "^(apps|infra)/" },
    },
    {
      name: "dockerode-in-evaluator-run-alone",
      severity: "error",
      from: { pathNot: "^(evaluator/src/run/|tests/|infra/test/)" },
      to: { path: "node_modules/(@types/)?dockerode/" },
    },
    {
      name: "prisma-client-in-db-alone",
      severity: "error",
      from: { pathNot: "^packages/db/|^prisma.config.ts|^infra/database/schema-engine" },
      to: { path: "node_modules/@prisma/(client|adapter-pg)/" },
    },
    {
      name: "domain-packages-are-pure",
      comment: "nifti, metrics, ranking and phantom know nothing of Docker, Prisma, Next or the disk.",
      severity: "error",
      from: { path: PURE, pathNot: "/test/" },
      to: {
        path: "^(node:)?(fs|fs/promises|child_process|net|http|https)$|node_modules/(dockerode|@prisma|next|react|pg)/",
      },
    },
    {
      name: "packages-are-entered-by-their-index",
      severity: "error",
      from: { path: "^(apps|packages|evaluator)/([^/]+)/" },
      to: {
        path: "^packages/([^/]+)/src/(?!index\\.ts|plain\\.ts)",
        pathNot: "^$1/$2/|^packages/$2/|/generated/|worker",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(\\.next|dist|generated)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
