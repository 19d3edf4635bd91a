import { CopyButton } from "./copy-button.tsx";

/** A command line to copy. */
export function Command({ text, label }: { text: string; label?: string }) {
  return (
    <div className="frame flex flex-wrap items-start justify-between gap-3 bg-sunken p-3">
      <pre className="min-w-0 flex-1 basis-80 whitespace-pre-wrap break-words py-1">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} {...(label ? { label } : {})} />
    </div>
  );
}
