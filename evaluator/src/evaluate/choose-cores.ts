/**
 * The cores to time on: the last ones, whole, so that the platform keeps the first. Where none is left over, the run
 * goes on on all of them and is flagged `shared-cores`.
 *
 * @returns the engine's notation (`1`, `2-3`)
 */
export function chooseCores(cores: number, cpus: number): { cpuset: string; shared: boolean } {
  const wanted = Math.ceil(cpus);
  const shared = wanted >= cores;
  const first = shared ? 0 : cores - wanted;
  return { cpuset: first === cores - 1 ? String(first) : `${first}-${cores - 1}`, shared };
}
