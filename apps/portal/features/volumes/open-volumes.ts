import type { Niivue } from "@niivue/niivue";
import { differenceColours, structureColours } from "./label-colours.ts";

export type Overlay = "reference" | "prediction" | "difference";
export type Plane = "all" | "axial" | "coronal" | "sagittal";
export type Window = "soft" | "lung" | "bone";

/** Hounsfield units from black to white. */
export const WINDOWS: Record<Window, readonly [low: number, high: number]> = {
  soft: [-160, 240],
  lung: [-1350, 150],
  bone: [-500, 1300],
};

export interface VolumeFiles {
  /** Address of the scan. */
  readonly image: string;
  /** Addresses of what can be drawn over it; all have the scan's voxels. */
  readonly overlays: Partial<Record<Overlay, string>>;
  readonly structures: readonly { label: number; name: string }[];
}

/** What a view shows; everything may change while it is open. */
export interface Look {
  readonly overlay: Overlay | "none";
  readonly plane: Plane;
  readonly window: Window;
  readonly opacity: number;
  readonly hidden: ReadonlySet<number>;
}

/** Where the crosshair is and what lies there. */
export interface Place {
  readonly voxel: readonly number[];
  readonly hounsfield: number;
  readonly labels: Partial<Record<Overlay, number>>;
}

/** One open view of a scan. */
export interface VolumeView {
  readonly niivue: Niivue;
  show(look: Look): void;
  /** Moves the crosshair, in voxels towards the patient's right, front and head. */
  move(x: number, y: number, z: number): void;
  close(): void;
}

/** Opens a scan with its overlays on a canvas. NiiVue is loaded here, so that no other page pays for it. */
export async function openVolumes(
  canvas: HTMLCanvasElement,
  files: VolumeFiles,
  onPlace: (place: Place) => void,
): Promise<VolumeView> {
  const { Niivue, SLICE_TYPE } = await import("@niivue/niivue");
  const names = (["reference", "prediction", "difference"] as const).filter((name) => files.overlays[name]);
  const niivue = new Niivue({
    backColor: [0, 0, 0, 1],
    crosshairColor: [1, 1, 1, 0.6],
    isOrientCube: false,
    viewModeHotKey: "",
    clipPlaneHotKey: "",
    cycleClipPlaneHotKey: "",
    keyDebounceTime: 0,
    show3Dcrosshair: false,
    multiplanarShowRender: 0,
    loadingText: "",
    dragAndDropEnabled: false,
    logLevel: "error",
  } as ConstructorParameters<typeof Niivue>[0]);
  niivue.onLocationChange = (location: unknown) => {
    const { vox, values } = location as { vox: number[]; values: { value: number }[] };
    const labels: Partial<Record<Overlay, number>> = {};
    for (const [index, name] of names.entries()) labels[name] = Math.round(values[index + 1]?.value ?? 0);
    onPlace({ voxel: vox.slice(0, 3), hounsfield: Math.round(values[0]?.value ?? 0), labels });
  };
  await niivue.attachToCanvas(canvas);
  await niivue.loadVolumes([
    { url: files.image, name: "image.nii.gz", colormap: "gray" },
    ...names.map((name) => ({ url: files.overlays[name] ?? "", name: `${name}.nii.gz`, opacity: 0 })),
  ]);
  niivue.setInterpolation(true);
  niivue.moveCrosshairInVox(0, 0, 0); // tells where it is
  const planes: Record<Plane, number> = {
    all: SLICE_TYPE.MULTIPLANAR,
    axial: SLICE_TYPE.AXIAL,
    coronal: SLICE_TYPE.CORONAL,
    sagittal: SLICE_TYPE.SAGITTAL,
  };
  return {
    niivue,
    show({ overlay, plane, window, opacity, hidden }) {
      const [scan, ...overlays] = niivue.volumes;
      const [low, high] = WINDOWS[window];
      if (scan) Object.assign(scan, { cal_min: low, cal_max: high });
      for (const [index, volume] of overlays.entries()) {
        const name = names[index];
        volume.setColormapLabel(
          name === "difference" ? differenceColours() : structureColours(files.structures, hidden),
        );
        volume.opacity = name === overlay ? opacity : 0;
      }
      niivue.setSliceType(planes[plane]);
      niivue.updateGLVolume();
    },
    move: (x, y, z) => niivue.moveCrosshairInVox(x, y, z),
    close() {
      // A browser keeps few graphics contexts: this one goes with its page.
      canvas.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
    },
  };
}
