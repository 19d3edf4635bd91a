/** The words about mailing lists. */
export const SUBSCRIPTION_TEXTS = {
  announcements: "Announcements",
  title: "By mail",
  lead: (list: string) => `Get what the organizers of ${list} announce.`,
  platformLead: "Get the news of this platform: new challenges, changes, maintenance.",
  email: "E-mail address",
  subscribe: "Subscribe",
  unsubscribe: "Unsubscribe",
  asked: (email: string) =>
    `We have sent a mail to ${email}. Open the link in it: only then is the address subscribed.`,
  missing: "Nothing there after some minutes? Look into the spam folder, or try again.",
  privacy: "The address is used for this alone. Every mail has a link that ends it.",
  own: (email: string) => `Announcements go to ${email}.`,
  offer: (email: string) => `One press, and announcements go to ${email}.`,
  subscribed: "Subscribed.",
  ended: "Unsubscribed.",
  limited: (minutes: number) => `Too many requests. Try again in ${minutes} min.`,

  confirmTitle: "Confirm the subscription",
  confirmLead: (list: string) => `Announcements of ${list} will go to the address that this link was sent to.`,
  confirm: "Confirm the subscription",
  confirmed: (list: string) => `You are subscribed to the announcements of ${list}.`,
  invalid: "This link does not work",
  invalidHint: "It has expired, or a newer one was sent. Ask for another on the page of announcements.",

  endTitle: "Unsubscribe",
  endList: (list: string) => `End this subscription to the announcements of ${list}?`,
  endKind: (kind: string) => `Stop mail of the kind “${kind}”? It still stands on your notifications page.`,
  endedList: (list: string) => `You get no more announcements of ${list}. The address is forgotten.`,
  endedAlready: "This subscription has ended: no more mail comes of it.",

  lists: "Mailing lists",
  listsNote: "Announcements that go to your address, whether you are in a team or not.",
  noListsTitle: "No subscriptions",
  noLists: "Subscribe on the page of announcements of a challenge.",
  leave: (list: string) => `Unsubscribe from ${list}`,
  platform: "News of the platform",
} as const;
