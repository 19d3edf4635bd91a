export interface CostPoint {
  readonly cost: number;
  readonly quality: number;
}

/** The points that no other beats in both cost (lower) and quality (higher), by cost; equal points all stay. */
export function paretoFront<P extends CostPoint>(points: readonly P[]): P[] {
  const sorted = points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality);
  const front: P[] = [];
  for (const point of sorted) {
    const last = front.at(-1);
    if (!last || point.quality > last.quality || (point.quality === last.quality && point.cost === last.cost)) {
      front.push(point);
    }
  }
  return front;
}
