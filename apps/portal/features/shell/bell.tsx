import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { countUnread } from "#features/notifications/read-notifications.ts";
import { NOTIFICATION_TEXTS } from "#features/notifications/texts.ts";
import { buttonClass } from "#ui/button.tsx";

/** The way to the notifications, with how many are new. */
export async function Bell({ userId }: { userId: string }) {
  const count = await countUnread(userId);
  return (
    <Link
      href="/notifications"
      prefetch={false}
      className={buttonClass("quiet", "small")}
      aria-label={NOTIFICATION_TEXTS.bell(count)}
    >
      <BellIcon aria-hidden className="size-5" />
      {count > 0 ? (
        <span aria-hidden className="numbers rounded-full bg-accent px-1.5 font-strong text-on-accent text-small">
          {count > 99 ? "99+" : count}
        </span>
      ) : null}
    </Link>
  );
}
