"use client";

import { Failure, type FailureProps } from "#features/shell/failure.tsx";
import { FAILURE_TEXTS } from "#features/shell/failure-texts.ts";
import { SHELL_TEXTS } from "#features/shell/texts.ts";
import { Page } from "#ui/page.tsx";
import { inter, interExtended, jetbrains } from "./fonts.ts";
import "./globals.css";

/** When even the frame around all pages failed. */
export default function GlobalError(props: FailureProps) {
  return (
    <html lang="en" className={`${inter.variable} ${interExtended.variable} ${jetbrains.variable}`}>
      <body>
        <title>{`${FAILURE_TEXTS.title} · ${SHELL_TEXTS.product}`}</title>
        <main>
          <Page narrow>
            <Failure {...props} />
          </Page>
        </main>
      </body>
    </html>
  );
}
