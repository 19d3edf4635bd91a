import { clsx } from "clsx";
import type { ReactNode } from "react";
import { UI_TEXTS as T } from "./texts.ts";

/** A grey bar or block in place of what is read. */
function Bone({ className }: { className: string }) {
  return <div className={clsx("breathing rounded-base bg-sunken", className)} />;
}

/** Keeps the room of what is read, and says so to screen readers. */
function Skeleton({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">{T.loading}</span>
      {children}
    </div>
  );
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Of a framed list whose rows have two lines. */
export function ListSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Skeleton className="frame divide-y divide-line">
      {numbered(rows).map((row) => (
        <div key={row} className="flex items-center justify-between gap-6 px-5 py-4">
          <div className="min-w-0 flex-1 space-y-2">
            <Bone className="h-4 w-56 max-w-full" />
            <Bone className="h-3.5 w-96 max-w-full" />
          </div>
          <Bone className="h-5 w-20 shrink-0" />
        </div>
      ))}
    </Skeleton>
  );
}

/** Of a framed table. */
export function TableSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <Skeleton className="frame divide-y divide-line">
      {numbered(rows + 1).map((row) => (
        <div key={row} className="grid grid-cols-4 gap-6 px-4 py-2.5 sm:grid-cols-6">
          <Bone className="col-span-2 h-4" />
          <Bone className="h-4" />
          <Bone className="h-4" />
          <Bone className="hidden h-4 sm:block" />
          <Bone className="hidden h-4 sm:block" />
        </div>
      ))}
    </Skeleton>
  );
}

/** Of cards, two beside each other where there is room. */
export function CardsSkeleton({ cards = 4, single = false }: { cards?: number; single?: boolean }) {
  return (
    <Skeleton className={clsx("grid gap-4", !single && "md:grid-cols-2")}>
      {numbered(cards).map((card) => (
        <div key={card} className="frame space-y-3 p-5">
          <Bone className="h-6 w-64 max-w-full" />
          <Bone className="h-4 w-full" />
          <Bone className="h-4 w-2/3" />
          <Bone className="h-4 w-40" />
        </div>
      ))}
    </Skeleton>
  );
}

/** Of a form in a frame. */
export function FormSkeleton({ fields = 4 }: { fields?: number }) {
  return (
    <Skeleton className="frame space-y-6 p-5">
      {numbered(fields).map((field) => (
        <div key={field} className="space-y-2">
          <Bone className="h-4 w-32" />
          <Bone className="h-10 w-full" />
        </div>
      ))}
    </Skeleton>
  );
}

/** Of sections with a heading each. */
export function SectionsSkeleton({ sections = 2 }: { sections?: number }) {
  return (
    <Skeleton className="space-y-10">
      {numbered(sections).map((section) => (
        <div key={section} className="space-y-4">
          <Bone className="h-6 w-44" />
          <div className="frame space-y-3 p-5">
            <Bone className="h-4 w-full" />
            <Bone className="h-4 w-5/6" />
            <Bone className="h-4 w-2/3" />
            <Bone className="h-4 w-3/4" />
          </div>
        </div>
      ))}
    </Skeleton>
  );
}

/** Of a leaderboard: its facts, its table, and two figures. */
export function BoardSkeleton() {
  return (
    <div className="space-y-8">
      <Bone className="h-10 w-full max-w-2xl" />
      <TableSkeleton rows={10} />
      <div className="grid gap-8 lg:grid-cols-2">
        <Bone className="h-80" />
        <Bone className="h-80" />
      </div>
    </div>
  );
}
