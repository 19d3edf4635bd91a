/** The words of announcements, for readers and for those who write them. */
export const ANNOUNCEMENT_TEXTS = {
  title: "Announcements",
  none: "Nothing announced yet",
  noneHint: "What the organizers announce appears here, and goes to those who subscribe.",
  all: "All announcements",
  newsTitle: "News",
  newsLead: "What the operators of this platform announce.",
  allNews: "All news",
  older: "Older ones",
  newest: "Newest ones",
  feed: "Atom feed",
  by: (author: string | null) => (author ? `by ${author}` : "by the organizers"),
  edited: "edited",

  write: "New announcement",
  writeHint:
    "It stands on the challenge's page from the moment it is published, and members of teams are told in the portal.",
  fields: { title: "Title", titleHint: "One line; also the mail's subject.", body: "Text" },
  mailTitle: "Who gets it by mail",
  mail: {
    subscribers: (n: number) => `confirmed subscribers (${n})`,
    members: (n: number) => `subscribers, and members of teams who want such mail (${n})`,
    none: "nobody: publish it without mail",
  },
  mailNote: "Mail cannot be called back. Before it goes out you see to how many, and confirm it.",
  writeHintPlatform: "It stands on the page of news from the moment it is published.",
  publish: "Publish",
  send: "Publish and send",
  published: "Published.",
  publishedMailing: "Published. The mail is on its way.",
  save: "Save the change",
  saved: "Saved.",
  editHint: "The announcement is shown as edited. Nobody gets a second mail.",
  editTitle: "Edit the announcement",
  remove: "Delete",
  removeTitle: "Delete it",
  removeHint: "It leaves the page and the feed. Mail that waits is not sent; what has gone out stays out.",
  removed: "Deleted.",
  seePage: "See the public page",
  history: "Published",
  nonePublished: "Nothing published yet",
  nonePublishedHint: "Write the first announcement above.",
  delivery: (mail: string, mailed: number, underWay: boolean) => {
    if (mail === "none") return "not mailed";
    const count = `${mailed} ${mailed === 1 ? "mail" : "mails"} written`;
    return underWay ? `${count}, more to come` : count;
  },
} as const;
