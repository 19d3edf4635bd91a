import { announcementTextSchema } from "@bodymark/challenge";
import { explainMarkdown, MARKDOWN_BOUNDS } from "@bodymark/contracts";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Markdown } from "../ui/markdown.tsx";

const MOST_MS = 5_000; // some 0.2 s on a quiet machine; without bounds minutes

const paragraphs = (unit: string, each: number, count: number) =>
  Array.from({ length: count }, () => unit.repeat(each)).join("\n\n");
/** Texts that parsers of Markdown are known to be slow at, or to overflow their stack with. */
const HOSTILE: Readonly<Record<string, string>> = {
  "10 MB of words": "word ".repeat(2_000_000),
  "quotes in quotes": ">".repeat(20_000),
  "lists in lists": Array.from({ length: 5_000 }, () => `${"- ".repeat(9)}a`).join("\n"),
  "lists by indentation": Array.from({ length: 440 }, (_, i) => `${" ".repeat(i)}- a`).join("\n"),
  emphasis: "*a_".repeat(30_000),
  brackets: "[".repeat(50_000),
  "links in links": "[a](".repeat(20_000),
  pictures: "![".repeat(40_000),
  headings: "a\n=\n".repeat(20_000),
  paragraphs: "a\n\n".repeat(33_000),
  tables: `${"|a".repeat(60)}\n${"|-".repeat(60)}\n${`${"|b".repeat(60)}\n`.repeat(800)}`,
  addresses: "www.a ".repeat(16_000),
  ticks: Array.from({ length: 400 }, (_, i) => `${"`".repeat(i)} a`).join(" "),
};
/** The same within the bounds. */
const LARGEST: Readonly<Record<string, string>> = {
  emphasis: paragraphs("*a_", 200, 10),
  tables: `${"|a".repeat(60)}\n${"|-".repeat(60)}\n${`${"|b".repeat(60)}\n`.repeat(60)}`,
  lists: Array.from({ length: 180 }, () => `${"- ".repeat(8)}a`).join("\n"),
  headings: "a\n=\n".repeat(999),
  words: "word ".repeat(20_000),
};

function draw(text: string): { html: string; ms: number } {
  const startedAt = performance.now();
  const html = renderToString(createElement(Markdown, { text, challenge: "c" }));
  return { html, ms: performance.now() - startedAt };
}

describe("Markdown that others wrote", () => {
  it("W8: that would take minutes to draw is told at once, and shown as it stands", () => {
    for (const [name, text] of Object.entries(HOSTILE)) {
      expect([name, explainMarkdown(text)]).toEqual([name, expect.stringMatching(/^has /)]);
      const { html, ms } = draw(text);
      expect([name, html.startsWith("<pre"), ms < MOST_MS]).toEqual([name, true, true]);
    }
  });

  it("W8: and is taken neither as an announcement, which a mail would draw for each reader", () => {
    for (const [name, text] of Object.entries(HOSTILE))
      expect([name, announcementTextSchema.safeParse({ title: "T", body: text }).success]).toEqual([name, false]);
    expect(announcementTextSchema.safeParse({ title: "T", body: "*Well*, [a](https://a.example)" }).success).toBe(true);
  });

  it("W8: within the bounds is drawn in a moment", () => {
    for (const [name, text] of Object.entries(LARGEST)) {
      expect([name, explainMarkdown(text)]).toEqual([name, null]);
      expect([name, draw(text).ms < MOST_MS]).toEqual([name, true]);
    }
    expect(MARKDOWN_BOUNDS.letters).toBe(100_000);
  });

  it("W5: runs nothing, loads nothing from elsewhere and leads to no other scheme than the web's and mail's", () => {
    const { html } = draw(`<script>x()</script> <img src=x onerror=x()> <svg onload=x()>

[a](javascript:x()) [b](JaVaScRiPt:x()) [c](data:text/html,x) [d](vbscript:x) [e](//elsewhere.example/x) ![p](http://elsewhere.example/p.png) ![q](pictures/../../x.png) ![r](pictures/fine.png)

<https://fine.example> [m](mailto:a@example.org) [i](/challenges)`);
    expect(html).not.toMatch(/<(script|svg|iframe|object|style|link)|onerror=|onload=|javascript:|vbscript:|data:/i);
    expect([...html.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, src]) => src)).toEqual([
      "/api/v1/challenges/c/pictures/fine.png",
    ]);
    expect(html).toMatch(/<a href="\/\/elsewhere\.example\/x" rel="nofollow noopener ugc"/);
  });
});
