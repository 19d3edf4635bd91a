export const HOME_TEXTS = {
  waysIn: "Ways in",
  headline: "Which algorithm segments best, how sure are we, and at what cost?",
  lead: "Bodymark runs participants' containers on CT scans they have never seen, on hardware it controls, and ranks accuracy and efficiency together on a public leaderboard.",
  participate: "Browse challenges",
  start: "Create an account",
  live: "Challenges",
  all: "All challenges",
  none: "No challenges yet",
  noneHint: "A challenge appears here as soon as its organizers publish it.",
  leaders: "Latest leaders",
  board: "Whole leaderboard",
  ways: [
    {
      title: "Take part",
      points: [
        "Hand in the container you have: images made for BodyMaps, SuPreM and FLARE run unmodified.",
        "Watch each case run. A failure comes with its code, whose fault it is and what to do.",
        "Try the very same run on your machine first, with one command.",
      ],
      href: "/docs#participants",
      link: "How to take part",
    },
    {
      title: "Read results",
      points: [
        "DSC and NSD by structure, time per scan and memory, always with n.",
        "Ranks with their bootstrap range: who is ahead, and whether that is certain.",
        "Every board as CSV and JSON, now or as it stood on a date.",
      ],
      href: "/docs#scoring",
      link: "How it is scored",
    },
    {
      title: "Organize",
      points: [
        "Hidden cases never leave: containers have no network and see random names.",
        "Schemes, metrics and weights are frozen and hashed when a phase opens.",
        "One command brings up the whole platform on a machine of yours.",
      ],
      href: "/docs#organizers",
      link: "How to organize",
    },
  ],
} as const;
