import { type ReactNode, Suspense } from "react";

/**
 * How long a page waits for what it reads before it shows its shape instead, in milliseconds. Most reads take 5 to 50:
 * a skeleton that flashes for those would be a jump, not a help.
 */
const GRACE_MS = 120;

interface StreamedProps<Value> {
  /** Begun by the page after it has checked who may see it, so that what is not the visitor's answers 404. */
  reading: Promise<Value>;
  /** Shown when it takes longer; as high as what comes. */
  skeleton: ReactNode;
  children: (value: Value) => ReactNode;
}

/**
 * What is read when it comes soon, at once; when it is slow, its shape first. Not around a form that is being filled
 * in: one answer soon and the next one late are two trees to React, which then forgets what was typed.
 */
export async function Streamed<Value>({ reading, skeleton, children }: StreamedProps<Value>) {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS, null);
  });
  try {
    const soon = await Promise.race([reading.then((value) => ({ value })), patience]);
    if (soon) return children(soon.value);
  } finally {
    clearTimeout(timer);
  }
  return (
    <Suspense fallback={skeleton}>
      <Late reading={reading}>{children}</Late>
    </Suspense>
  );
}

async function Late<Value>({ reading, children }: Omit<StreamedProps<Value>, "skeleton">) {
  return children(await reading);
}
