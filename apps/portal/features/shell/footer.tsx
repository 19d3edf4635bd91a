import Link from "next/link";
import { SHELL_TEXTS } from "./texts.ts";
import type { Theme } from "./theme.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

export function Footer({ theme }: { theme: Theme }) {
  return (
    <footer className="mt-auto border-line border-t">
      <div className="column flex flex-wrap items-center justify-between gap-x-8 gap-y-4 py-6 text-muted text-small">
        <p className="max-w-md">{SHELL_TEXTS.tagline}</p>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Link href="/docs" className="hover:text-ink hover:underline">
            {SHELL_TEXTS.howItWorks}
          </Link>
          <Link href="/news" className="hover:text-ink hover:underline">
            {SHELL_TEXTS.news}
          </Link>
          <a href="/api/v1/openapi.json" className="hover:text-ink hover:underline">
            API
          </a>
          <ThemeSwitch initial={theme} />
        </div>
      </div>
    </footer>
  );
}
