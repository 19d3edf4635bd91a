import { SECURITY_TEXTS } from "./security-texts.ts";

const BROWSERS = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
  ["curl/", "curl"],
] as const;
const SYSTEMS = ["Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux"] as const;

/** “Firefox on Linux”: enough to tell sessions apart. */
export function nameBrowser(userAgent: string | null): string {
  const text = userAgent ?? "";
  const browser = BROWSERS.find(([mark]) => text.includes(mark))?.[1];
  const system = SYSTEMS.find((name) => text.includes(name))?.replace("Mac OS X", "macOS");
  if (!browser) return text.slice(0, 40) || SECURITY_TEXTS.unknownBrowser;
  return system ? `${browser} on ${system}` : browser;
}
