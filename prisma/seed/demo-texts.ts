/** The demo challenge's words. */
export const DEMO = {
  slug: "phantom-abdomen",
  title: "Phantom Abdomen",
  summary:
    "Segment 25 abdominal structures in synthetic CT, accurately and fast. A demonstration that runs the whole platform: real containers, real scores, made-up patients.",
  overview: `## The task

Segment the 25 structures of **AbdomenAtlas 1.1** in abdominal CT: large organs, small ones such as the adrenal glands, and tubes such as the aorta, the portal vein and the duodenum.

## The data

Every scan is a *phantom*: a synthetic abdomen with a couch, noise and partial volume, drawn from a seed. Scanner, reconstruction kernel, slice thickness, contrast phase, age, sex and body size vary from case to case, some of them outside of what the baseline was fitted on. No patient is in it, so nothing here says how an algorithm does in a hospital.

## How entries are ranked

By the mean of DSC and NSD (tolerance 1 mm) over all structures; each structure is averaged over the cases whose reference has it. Time per scan and peak memory are measured by the platform and stand beside the scores. A failed case counts as 0 and costs the whole time limit.`,
  rules: `1. One container image per submission, at most one gigabyte or so: smaller images are checked and loaded sooner.
2. The container has no network, no GPU, one pinned core, 4 GB of memory and 5 minutes per scan.
3. First get one submission through **Debug**, whose cases are public; then submit to **Final**, whose cases are hidden.
4. Ten submissions per team and day in Debug, five in Final; failed ones have a limit of their own, twice as high. Faults of the platform never count.
5. Be kind to one another.`,
  dataNotes: `All scans come from \`bodymark phantom\`, part of this project, which anybody can run: the same seed gives the same scans. Train on as many seeds as you like; the seeds of the hidden cases are drawn anew for each installation.

    npx bodymark phantom --cases 20 --out training --seed 1

The layout is what \`bodymark evaluate\` reads: \`images/\`, \`labels/\`, \`cases.csv\` with the metadata, \`structures.json\` with labels and tolerances.`,
  announcement: {
    title: "Both phases are open",
    body: `**Debug** has public cases: find mistakes there. One submission that passes it opens **Final**, which decides the ranking.

The [starter kit](/challenges/phantom-abdomen) holds a minimal algorithm that runs as it is. Two baselines, with their fit and their code, stand on the [leaderboard](/challenges/phantom-abdomen/leaderboard): beat them.`,
  },
  phases: {
    debug: {
      slug: "debug",
      title: "Debug",
      description: "Public cases, full figures for each of them. Pass here once before you submit to Final.",
    },
    final: {
      slug: "final",
      title: "Final",
      description: "Hidden cases. While the phase is open, participants see aggregates and failure codes only.",
    },
  },
} as const;
