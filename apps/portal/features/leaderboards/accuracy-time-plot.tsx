import { clsx } from "clsx";
import { linearTicks, logTicks } from "#ui/axis.ts";
import { formatDuration, formatScore } from "#ui/format-number.ts";
import { paretoFront } from "./pareto-front.ts";
import { BOARD_TEXTS as T } from "./texts.ts";

export interface PlotPoint {
  readonly id: string;
  readonly label: string;
  readonly rank: number | null;
  readonly cost: number;
  readonly quality: number;
  readonly baseline: boolean;
}

/** Accuracy against time, the Pareto front drawn. Positions are per cent, so that text keeps its size on any screen. */
export function AccuracyTimePlot({ points, metric }: { points: readonly PlotPoint[]; metric: "DSC" | "NSD" }) {
  const costs = points.map((point) => point.cost);
  const qualities = points.map((point) => point.quality);
  const [low, high] = [Math.min(...costs) / 1.6, Math.max(...costs) * 1.6];
  const spread = Math.max(0.02, Math.max(...qualities) - Math.min(...qualities));
  const [bottom, top] = [
    Math.max(0, Math.min(...qualities) - spread * 0.18),
    Math.min(1, Math.max(...qualities) + spread * 0.18),
  ];
  const x = (cost: number) => (Math.log(cost / low) / Math.log(high / low)) * 100;
  const y = (quality: number) => 100 - ((quality - bottom) / (top - bottom)) * 100;
  const front = paretoFront(points);
  const onFront = new Set(front.map((point) => point.id));
  return (
    <figure className="frame p-4">
      <figcaption className="mb-3 text-small">
        <span className="font-strong">
          {metric} {T.againstTimePerScan}
        </span>{" "}
        <span className="text-muted">{T.upAndToThe}</span>
      </figcaption>
      <div className="relative mr-2 mb-10 ml-11 h-72">
        <svg aria-hidden="true" className="absolute inset-0 size-full overflow-visible">
          {linearTicks(bottom, top, 5).map((tick) => (
            <g key={tick}>
              <line x1="0" x2="100%" y1={`${y(tick)}%`} y2={`${y(tick)}%`} stroke="var(--line)" />
              <text x="-8" y={`${y(tick)}%`} dy="4" textAnchor="end" className="fill-muted text-small">
                {tick.toFixed(3)}
              </text>
            </g>
          ))}
          {logTicks(low, high).map((tick) => (
            <g key={tick}>
              <line x1={`${x(tick)}%`} x2={`${x(tick)}%`} y1="0" y2="100%" stroke="var(--line)" />
              <text x={`${x(tick)}%`} y="100%" dy="20" textAnchor="middle" className="fill-muted text-small">
                {tickTime(tick)}
              </text>
            </g>
          ))}
          <text x="100%" y="100%" dy="38" textAnchor="end" className="fill-muted text-small">
            {T.timePerScanLog}
          </text>
          {front.map((point, i) => {
            const next = front[i + 1];
            const style = { stroke: "var(--accent)", strokeWidth: 1.5, strokeDasharray: "4 3" };
            const [px, py] = [`${x(point.cost)}%`, `${y(point.quality)}%`];
            return (
              <g key={point.id}>
                <line x1={px} x2={next ? `${x(next.cost)}%` : "100%"} y1={py} y2={py} {...style} />
                {next ? (
                  <line x1={`${x(next.cost)}%`} x2={`${x(next.cost)}%`} y1={py} y2={`${y(next.quality)}%`} {...style} />
                ) : null}
              </g>
            );
          })}
        </svg>
        <ul>
          {points.map((point) => (
            <li key={point.id}>
              <a
                href={`#entry-${point.id}`}
                className={clsx(
                  "tip absolute flex size-7 -translate-1/2 items-center justify-center rounded-full border text-small hover:z-10 focus-visible:z-10",
                  x(point.cost) > 55 && "tip-end",
                  y(point.quality) < 30 && "tip-below",
                  onFront.has(point.id)
                    ? "border-accent bg-accent font-strong text-on-accent"
                    : "border-edge bg-surface text-ink",
                  point.baseline && "rounded-small",
                )}
                style={{ left: `${x(point.cost)}%`, top: `${y(point.quality)}%` }}
                aria-label={`${point.label}: ${metric} ${formatScore(point.quality)}, ${formatDuration(point.cost)} per scan${onFront.has(point.id) ? ", on the Pareto front" : ""}`}
              >
                {point.rank ?? "–"}
                <span aria-hidden className="tip-text">
                  {`${point.label}\n${metric} ${formatScore(point.quality)} · ${formatDuration(point.cost)}`}
                </span>
              </a>
            </li>
          ))}
        </ul>
      </div>
      <p className="text-muted text-small">{T.numbersAreRanksFilled}</p>
    </figure>
  );
}

function tickTime(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${ms / 1000} s` : `${Number((ms / 60_000).toPrecision(2))} min`;
}
