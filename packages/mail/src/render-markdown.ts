import type { Element, Nodes, Root } from "hast";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

const SCHEMA = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== "input"),
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
};

/**
 * Markdown of organizers as HTML for a mail: sanitised as on the portal's pages, links absolute. A picture shows its
 * description alone: a mail loads nothing, so nobody learns when it is read.
 */
export function renderMarkdown(text: string, publicUrl: string): string {
  return unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype)
    .use(rehypeSanitize, SCHEMA)
    .use(() => (tree: Root) => adapt(tree, publicUrl))
    .use(rehypeStringify)
    .processSync(text)
    .toString();
}

function adapt(node: Nodes, publicUrl: string): void {
  if (!("children" in node)) return;
  for (const child of node.children) {
    if (child.type === "element") adaptElement(child, publicUrl);
    adapt(child, publicUrl);
  }
}

function adaptElement(element: Element, publicUrl: string): void {
  const { href, alt } = element.properties;
  if (element.tagName === "a" && typeof href === "string" && /^\/(?!\/)/.test(href))
    element.properties.href = `${publicUrl}${href}`;
  if (element.tagName === "img") {
    const value = typeof alt === "string" && alt ? alt : "picture";
    Object.assign(element, { tagName: "em", properties: {}, children: [{ type: "text", value }] });
  }
}
