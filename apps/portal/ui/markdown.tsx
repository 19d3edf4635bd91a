import Link from "next/link";
import ReactMarkdown from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";

const SCHEMA = {
  ...defaultSchema,
  // No form controls and nothing from elsewhere: the policy blocks remote images, so do not ask for them.
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== "input"),
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"], src: [] },
};

/** Markdown written by organizers or participants: sanitised, HTML in it ignored, links marked as theirs. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
        components={{
          a: ({ href, children }) =>
            href?.startsWith("/") ? (
              <Link href={href}>{children}</Link>
            ) : (
              <a href={href} rel="nofollow noopener ugc">
                {children}
              </a>
            ),
          h1: ({ children }) => <h2>{children}</h2>,
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a block of code scrolls by itself, by keyboard too
          pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
        }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
