/**
 * Announcements and the mailing lists that they go out by: one of each challenge, and one of the whole platform (a slug
 * of `null`), whose news operators write.
 */
export { type AnnouncementText, announcementTextSchema } from "./announcement-text.ts";
export {
  confirmSubscription,
  type MailingList,
  readPendingSubscription,
} from "./confirm-subscription.ts";
export { editAnnouncement } from "./edit-announcement.ts";
export { endOwnSubscription, endSubscription, readSubscribedList } from "./end-subscription.ts";
export { type AnnouncementView, listAnnouncements, readAnnouncement } from "./list-announcements.ts";
export { listSubscriptions, type SubscriptionView } from "./list-subscriptions.ts";
export {
  ANNOUNCEMENT_MAIL,
  type AnnouncementMail,
  publishAnnouncement,
} from "./publish-announcement.ts";
export { type Audience, readAudience } from "./read-audience.ts";
export { removeAnnouncement } from "./remove-announcement.ts";
export { requestSubscription, SUBSCRIPTION_LINK_HOURS, subscribeOwnAddress } from "./subscribe.ts";
