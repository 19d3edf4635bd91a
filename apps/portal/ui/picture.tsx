import type { ComponentProps } from "react";

/** A picture of this platform's own. Next's optimizer cannot fetch what only some may see, and would keep copies. */
export function Picture({ alt, ...rest }: ComponentProps<"img"> & { alt: string }) {
  // biome-ignore lint/performance/noImgElement: see above
  return <img alt={alt} {...rest} />;
}
