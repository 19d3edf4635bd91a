"use client";

import { clsx } from "clsx";
import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { SHELL_TEXTS } from "./texts.ts";
import { THEME_COOKIE, THEMES, type Theme } from "./theme.ts";

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const YEAR_S = 365 * 24 * 3600;

/** Light, dark, or as the system: at once, and remembered in a cookie. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  function choose(next: Theme) {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
    document.cookie = `${THEME_COOKIE}=${next}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  }
  return (
    <fieldset className="inline-flex rounded-base border border-line bg-surface p-0.5">
      <legend className="sr-only">{SHELL_TEXTS.theme}</legend>
      {THEMES.map((option) => {
        const Icon = ICONS[option];
        return (
          <label
            key={option}
            title={SHELL_TEXTS.themes[option]}
            className={clsx(
              "flex size-8 cursor-pointer items-center justify-center rounded-small has-focus-visible:outline-2 has-focus-visible:outline-accent",
              theme === option ? "bg-sunken text-ink" : "text-muted hover:text-ink",
            )}
          >
            <input
              type="radio"
              name="theme"
              value={option}
              checked={theme === option}
              onChange={() => choose(option)}
              className="sr-only"
            />
            <Icon aria-hidden className="size-4" />
            <span className="sr-only">{SHELL_TEXTS.themes[option]}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
