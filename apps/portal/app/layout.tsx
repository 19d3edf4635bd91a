import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Footer } from "#features/shell/footer.tsx";
import { Header } from "#features/shell/header.tsx";
import { NavigationProgress } from "#features/shell/navigation-progress.tsx";
import { readShell } from "#features/shell/read-shell.ts";
import { SHELL_TEXTS } from "#features/shell/texts.ts";
import { THEME_COOKIE, toTheme } from "#features/shell/theme.ts";
import { inter, interExtended, jetbrains } from "./fonts.ts";
import "./globals.css";

// Every page is rendered for its request: the policy's nonce and the visitor's rights are the request's own.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: SHELL_TEXTS.product, template: `%s · ${SHELL_TEXTS.product}` },
  description: SHELL_TEXTS.tagline,
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1a1d20" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [shell, jar] = await Promise.all([readShell(), cookies()]);
  const theme = toTheme(jar.get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      data-theme={theme}
      className={`${inter.variable} ${interExtended.variable} ${jetbrains.variable}`}
      suppressHydrationWarning
    >
      <body>
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-base focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
        >
          {SHELL_TEXTS.skip}
        </a>
        <NavigationProgress />
        <Header shell={shell} />
        <main id="content" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <Footer theme={theme} />
      </body>
    </html>
  );
}
