import type { MailText } from "./mail-body.ts";

const IGNORE = "If you did not ask for this, ignore this message: nothing changes.";

/** Every mail that Bodymark writes by itself, in one place. */
export const MAIL_TEXTS = {
  confirmAddress: (m: { name: string; path: string; hours: number }): MailText => ({
    subject: "Confirm your e-mail address",
    body: [
      { text: `Hello ${m.name},` },
      { text: "confirm that this address is yours. Then you can join challenges and submit." },
      { link: m.path, label: "Confirm this address" },
      { text: `The link works for ${m.hours} hours. ${IGNORE}` },
    ],
  }),
  confirmNewAddress: (m: { name: string; path: string; hours: number }): MailText => ({
    subject: "Confirm your new e-mail address",
    body: [
      { text: `Hello ${m.name},` },
      { text: "you asked to use this address for your account. Until you confirm it, the old one stays." },
      { link: m.path, label: "Use this address" },
      { text: `The link works for ${m.hours} hours. ${IGNORE}` },
    ],
  }),
  addressWillChange: (m: { name: string; newAddress: string }): MailText => ({
    subject: "Your e-mail address is being changed",
    body: [
      { text: `Hello ${m.name},` },
      { text: `somebody signed in to your account asked to change its address to ${m.newAddress}.` },
      { text: "If that was not you, change your password now and end all other sessions:" },
      { link: "/account/security", label: "Account security" },
    ],
  }),
  alreadyRegistered: (m: { name: string }): MailText => ({
    subject: "You already have an account",
    body: [
      { text: `Hello ${m.name},` },
      { text: "somebody, probably you, tried to create an account with this address. You already have one." },
      { link: "/sign-in", label: "Sign in" },
      { link: "/forgot-password", label: "Choose a new password" },
      { text: "If it was not you, ignore this message: nothing has changed." },
    ],
  }),
  resetPassword: (m: { name: string; path: string; minutes: number }): MailText => ({
    subject: "Choose a new password",
    body: [
      { text: `Hello ${m.name},` },
      { text: "choose a new password here. All your sessions will end." },
      { link: m.path, label: "Choose a new password" },
      { text: `The link works once, for ${m.minutes} minutes. ${IGNORE}` },
    ],
  }),
  credentialsChanged: (m: { name: string; what: string }): MailText => ({
    subject: `Your account: ${m.what}`,
    body: [
      { text: `Hello ${m.name},` },
      { text: `this was changed in your account just now: ${m.what}.` },
      { text: "If that was not you, choose a new password now; it ends all sessions:" },
      { link: "/forgot-password", label: "Choose a new password" },
    ],
  }),
  teamInvite: (m: { from: string; team: string; challenge: string; path: string; days: number }): MailText => ({
    subject: `${m.from} invites you to the team “${m.team}”`,
    body: [
      { text: "Hello," },
      { text: `${m.from} invites you to join the team “${m.team}” in the challenge “${m.challenge}”.` },
      { link: m.path, label: "See the invitation" },
      { text: `It is for this address, works once and for ${m.days} days. If you do not know ${m.from}, ignore it.` },
    ],
  }),
  notification: (m: { name: string; title: string; body: string; path: string }): MailText => ({
    subject: m.title,
    body: [
      { text: `Hello ${m.name},` },
      { text: m.title.endsWith(".") ? m.title : `${m.title}.` },
      ...(m.body ? [{ quote: m.body }] : []),
      { link: m.path, label: "Open it in Bodymark" },
    ],
  }),
  confirmSubscription: (m: { list: string; path: string; hours: number }): MailText => ({
    subject: `Confirm your subscription: ${m.list}`,
    body: [
      { text: "Hello," },
      { text: `somebody, probably you, asked for the announcements of ${m.list} at this address.` },
      { link: m.path, label: "Confirm the subscription" },
      { text: `The link works for ${m.hours} hours. If you did not ask for this, ignore it: you get no more mail.` },
    ],
  }),
  alreadySubscribed: (m: { list: string }): MailText => ({
    subject: `You are subscribed: ${m.list}`,
    body: [
      { text: "Hello," },
      { text: `somebody, probably you, asked for the announcements of ${m.list} at this address.` },
      { text: "You get them already; nothing has changed. To end that, use the link below." },
    ],
  }),
  announcement: (m: { list: string; title: string; body: string; path: string; why: string }): MailText => ({
    subject: `[${m.list}] ${m.title}`,
    body: [
      { text: m.title },
      { markdown: m.body },
      { link: m.path, label: "Read it on the page of announcements" },
      { text: m.why },
    ],
  }),
  whySubscriber: (list: string) => `You get this since this address is subscribed to the announcements of ${list}.`,
  whyMember: (list: string) => `You get this since you are in a team of ${list}.`,
  platformList: "Bodymark",
  accountDeleted: (m: { name: string }): MailText => ({
    subject: "Your account is deleted",
    body: [
      { text: `Goodbye ${m.name},` },
      { text: "your account and your personal data have been deleted, as you asked." },
      { text: "What your teams handed in stays on the leaderboards under the teams' names, without yours." },
    ],
  }),
  layout: {
    unsubscribe: "Stop mail of this kind",
    leaveList: "Unsubscribe",
    footer: (host: string) => `Sent by Bodymark at ${host}`,
  },
} as const;
