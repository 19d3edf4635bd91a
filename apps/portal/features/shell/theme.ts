export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Cookie that holds the choice; the server renders by it, so that nothing flashes. */
export const THEME_COOKIE = "bodymark.theme";

export function toTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
