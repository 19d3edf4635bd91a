/** Plain text in which parts between backticks are code. */
export function InlineCode({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
