import { FAILURE_CODES, FAILURE_TEXTS } from "@bodymark/contracts";
import { InlineCode } from "#features/submissions/inline-code.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { DOCS_TEXTS as T } from "./texts.ts";

/** The closed list of failure codes. */
export function FailureTable() {
  return (
    <ScrollFrame label={T.failureCodes}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.failureCodes}</caption>
        <thead>
          <tr className="border-line border-b text-left">
            <th scope="col" className="px-4 py-2">
              {T.code}
            </th>
            <th scope="col" className="px-4 py-2">
              {T.whatHappened}
            </th>
            <th scope="col" className="px-4 py-2">
              {T.whatToDo}
            </th>
          </tr>
        </thead>
        <tbody>
          {FAILURE_CODES.map((code) => (
            <tr key={code} className="border-line border-b align-top last:border-0">
              <th scope="row" className="px-4 py-2 text-left font-normal whitespace-nowrap">
                <code>{code}</code>
              </th>
              <td className="min-w-56 px-4 py-2">
                <InlineCode text={FAILURE_TEXTS[code].what} />
              </td>
              <td className="min-w-56 px-4 py-2">
                <InlineCode text={FAILURE_TEXTS[code].next} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
