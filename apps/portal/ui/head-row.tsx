import { clsx } from "clsx";

interface HeadRowProps {
  titles: readonly string[];
  /** Stays in sight while the table scrolls in its frame. */
  sticky?: boolean;
  /** Of a last column that holds buttons and shows no title: what they do, for screen readers. */
  action?: string;
}

/** The head of a plain table: one title a column. */
export function HeadRow({ titles, sticky = false, action }: HeadRowProps) {
  return (
    <thead className={clsx(sticky && "sticky top-0 z-10 bg-surface")}>
      <tr className="text-left">
        {titles.map((title) => (
          <th key={title} scope="col" className="border-line border-b px-4 py-2 whitespace-nowrap">
            {title}
          </th>
        ))}
        {action ? (
          <th scope="col" className="border-line border-b px-4 py-2">
            <span className="sr-only">{action}</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
