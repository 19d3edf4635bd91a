"use client";

import { Failure, type FailureProps } from "#features/shell/failure.tsx";

/** Below the layout, so that its header and tabs stay. */
export default function ErrorPage(props: FailureProps) {
  return <Failure {...props} />;
}
