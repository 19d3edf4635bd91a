import { explainMarkdown } from "@bodymark/contracts";
import Link from "next/link";
import ReactMarkdown from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { Picture } from "./picture.tsx";
import { UI_TEXTS as T } from "./texts.ts";

const SCHEMA = {
  ...defaultSchema,
  // No form controls. Pictures are the challenge's own; see below.
  tagNames: (defaultSchema.tagNames ?? []).filter((tag) => tag !== "input"),
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
};

const PICTURE = /^(?:\.\/)?pictures\/([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/;

/**
 * Markdown written by organizers or participants: sanitised, HTML in it ignored, links marked as theirs. `pictures/NAME`
 * is a picture of the challenge with that slug; any other picture shows its description alone, for nothing is loaded
 * from elsewhere. A text that would take too long to draw is shown as it is.
 */
export function Markdown({ text, challenge }: { text: string; challenge?: string }) {
  if (explainMarkdown(text) !== null) return <pre className="whitespace-pre-wrap break-words">{text}</pre>;
  return (
    <div className="prose">
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[[rehypeSanitize, SCHEMA]]}
        components={{
          a: ({ href, children }) =>
            /^\/(?![/\\])/.test(href ?? "") ? (
              <Link href={href ?? "/"}>{children}</Link>
            ) : (
              <a href={href} rel="nofollow noopener ugc">
                {children}
              </a>
            ),
          img: ({ src, alt }) => {
            const name = typeof src === "string" ? PICTURE.exec(src)?.[1] : undefined;
            if (!name || !challenge) return <em>{alt || T.picture}</em>;
            return <Picture src={`/api/v1/challenges/${challenge}/pictures/${name}`} alt={alt ?? ""} loading="lazy" />;
          },
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
