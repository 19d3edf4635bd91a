"use client";

import { Failure, type FailureProps } from "#features/shell/failure.tsx";
import { Page } from "#ui/page.tsx";

export default function ErrorPage(props: FailureProps) {
  return (
    <Page narrow>
      <Failure {...props} />
    </Page>
  );
}
