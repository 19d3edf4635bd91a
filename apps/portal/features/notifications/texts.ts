export const NOTIFICATION_TEXTS = {
  title: "Notifications",
  lead: "What has happened in your challenges, teams and submissions.",
  settings: "Settings",
  empty: "Nothing yet",
  emptyHint: "You will be told here when an evaluation ends, a phase opens or closes, and of what your team does.",
  markAll: "Mark all as read",
  unread: "new",
  bell: (count: number) =>
    count === 0 ? "Notifications, none new" : `Notifications, ${count > 99 ? "more than 99" : count} new`,
  stopped: (kind: string) => `You get no more mail of the kind “${kind}”. It still stands on your notifications page.`,
  again: "Send it again after all",
  started: "You get this mail again.",
  invalid: "This link does not work",
  invalidHint: "It is incomplete, or from another installation. You can choose your mail in your account.",
} as const;
