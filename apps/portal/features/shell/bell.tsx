import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { NOTIFICATION_TEXTS } from "#features/notifications/texts.ts";
import { buttonClass } from "#ui/button.tsx";

/** The way to the notifications, with how many are new. */
export function Bell({ unread }: { unread: number }) {
  return (
    <Link
      href="/notifications"
      prefetch={false}
      className={buttonClass("quiet", "small")}
      aria-label={NOTIFICATION_TEXTS.bell(unread)}
    >
      <BellIcon aria-hidden className="size-5" />
      {unread > 0 ? (
        <span aria-hidden className="numbers rounded-full bg-accent px-1.5 font-strong text-on-accent text-small">
          {unread > 99 ? "99+" : unread}
        </span>
      ) : null}
    </Link>
  );
}
