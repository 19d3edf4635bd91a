import { Fragment, type ReactNode } from "react";

/** Terms with their values, as a definition list in two columns. */
export function Facts({ facts }: { facts: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className="grid content-start grid-cols-[minmax(7rem,auto)_1fr] gap-x-6 gap-y-2">
      {facts.map(([term, value]) => (
        <Fragment key={term}>
          <dt className="font-normal text-muted">{term}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
