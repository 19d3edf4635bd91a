import type { VolumeHeader } from "@bodymark/nifti";
import type { Collector } from "../collect/start-collector.ts";
import type { PreparedCase } from "../run/executor.ts";
import type { CaseLayout } from "./case-layout.ts";

/** All that one run needs, ready to start. */
export interface ReadyRun {
  prepared: PreparedCase;
  layout: CaseLayout;
  /** Geometry of the case's image. */
  header: VolumeHeader;
  collector: Collector;
  /** Removes the container, and ends the collector. */
  remove(): Promise<void>;
}
