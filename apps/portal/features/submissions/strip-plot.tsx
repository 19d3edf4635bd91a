import { formatScore } from "#ui/format-number.ts";
import { type CaseValue, quantile } from "./case-figures.ts";

/** Values of single cases on a line from 0 to 1, with the middle half and the median; positions are per cent. */
export function StripPlot({ values, colour, title }: { values: readonly CaseValue[]; colour: string; title: string }) {
  const sorted = values.map(({ dice }) => dice).toSorted((a, b) => a - b);
  const [low, middle, high] = [quantile(sorted, 0.25) ?? 0, quantile(sorted, 0.5) ?? 0, quantile(sorted, 0.75) ?? 0];
  const label = `${title}: median DSC ${formatScore(middle)}, middle half ${formatScore(low)} to ${formatScore(high)}, ${values.length} cases`;
  return (
    <svg role="img" aria-label={label} className="h-5 w-full min-w-32 overflow-visible">
      <title>{label}</title>
      <line x1="0" x2="100%" y1="10" y2="10" stroke="var(--line)" />
      <rect
        x={`${low * 100}%`}
        width={`${Math.max(0.5, (high - low) * 100)}%`}
        y="6"
        height="8"
        rx="2"
        fill={colour}
        fillOpacity="0.3"
      />
      {values.map(({ ordinal, dice }) => (
        <circle key={ordinal} cx={`${dice * 100}%`} cy="10" r="2.5" fill={colour} fillOpacity="0.75" />
      ))}
      <line x1={`${middle * 100}%`} x2={`${middle * 100}%`} y1="3" y2="17" stroke="var(--ink)" strokeWidth="2" />
    </svg>
  );
}
