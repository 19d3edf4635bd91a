import { listSubscriptions, type Viewer } from "@bodymark/challenge";
import Link from "next/link";
import { database } from "#server/database.ts";
import { Empty } from "#ui/empty.tsx";
import { listPath } from "./list-path.ts";
import { OwnForm } from "./subscription-forms.tsx";
import { SUBSCRIPTION_TEXTS as T } from "./subscription-texts.ts";

/** The lists that a person's address is subscribed to, each with the way out. */
export async function SubscriptionList({ viewer }: { viewer: Viewer }) {
  const lists = await listSubscriptions(database(), viewer);
  if (lists.length === 0) return <Empty title={T.noListsTitle}>{T.noLists}</Empty>;
  return (
    <ul className="frame divide-y divide-line">
      {lists.map(({ slug, title }) => (
        <li key={slug ?? ""} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
          <Link className="link min-w-0 break-words" href={listPath(slug)}>
            {slug === null ? T.platform : title}
          </Link>
          <OwnForm list={slug} subscribed name={T.leave(title)} />
        </li>
      ))}
    </ul>
  );
}
