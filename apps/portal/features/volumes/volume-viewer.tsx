"use client";

import { useEffect, useMemo, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Select } from "#ui/field.tsx";
import { structureTitle } from "#ui/structure-colour.ts";
import { StructureName } from "#ui/structure-name.tsx";
import { DIFFERENCE_COLOURS } from "./label-colours.ts";
import type { Look, Overlay, Place, Plane, VolumeFiles, VolumeView, Window } from "./open-volumes.ts";
import { VolumeCanvas } from "./volume-canvas.tsx";
import { VOLUME_TEXTS as T } from "./volume-texts.ts";

/** A scan with what was drawn over it: reference, prediction, difference. Everything works by keyboard, too. */
export function VolumeViewer({ image, overlays, structures }: VolumeFiles) {
  // Addresses are all that matters: a page that renders again must not load the volumes anew.
  const { reference, prediction, difference } = overlays;
  // biome-ignore lint/correctness/useExhaustiveDependencies: structures belong to the addresses
  const files = useMemo<VolumeFiles>(
    () => ({
      image,
      structures,
      overlays: {
        ...(reference ? { reference } : {}),
        ...(prediction ? { prediction } : {}),
        ...(difference ? { difference } : {}),
      },
    }),
    [image, reference, prediction, difference],
  );
  const offered = (["reference", "prediction", "difference"] as const).filter((name) => overlays[name]);
  const choices: (Overlay | "none")[] = [...offered, "none"];
  const [overlay, setOverlay] = useState<Overlay | "none">(prediction ? "prediction" : (offered[0] ?? "none"));
  const [plane, setPlane] = useState<Plane>("all");
  const [window, setWindow] = useState<Window>("soft");
  const [opacity, setOpacity] = useState(0.5);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [both, setBoth] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const [left, setLeft] = useState<VolumeView | null>(null);
  const [right, setRight] = useState<VolumeView | null>(null);

  useEffect(() => {
    if (!left || !right) return;
    left.niivue.broadcastTo([right.niivue], { "2d": true, "3d": true });
    right.niivue.broadcastTo([left.niivue], { "2d": true, "3d": true });
    return () => {
      left.niivue.broadcastTo([]);
    };
  }, [left, right]);

  const look = useMemo<Look>(
    () => ({ overlay: both ? "reference" : overlay, plane, window, opacity, hidden }),
    [both, overlay, plane, window, opacity, hidden],
  );
  const second = useMemo<Look>(() => ({ ...look, overlay: "prediction" }), [look]);

  function onKey(key: string) {
    const next = <V,>(values: readonly V[], value: V): V =>
      values[(values.indexOf(value) + 1) % values.length] ?? value;
    if (key === "o") setOverlay(next(choices, overlay));
    else setWindow(next(["soft", "lung", "bone"] as const, window));
  }
  const common = { files, describedBy: "viewer-keys viewer-place", onPlace: setPlace, onKey };
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {both ? null : (
          <Select
            label={T.overTheScan}
            value={overlay}
            onChange={(event) => setOverlay(event.target.value as Overlay | "none")}
          >
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {T.overlays[choice]}
              </option>
            ))}
          </Select>
        )}
        <Choice label={T.window} names={T.windows} value={window} onChoose={setWindow} />
        <Choice label={T.view} names={T.planes} value={plane} onChoose={setPlane} />
        <label className="inline-flex items-center gap-2 text-small">
          <span className="text-muted">{T.opacity}</span>
          <input
            type="range"
            min={0.1}
            max={1}
            step={0.1}
            value={opacity}
            onChange={(event) => setOpacity(Number(event.target.value))}
            className="w-24 accent-accent"
          />
        </label>
        {reference && prediction ? (
          <label className="inline-flex items-center gap-2 text-small">
            <input
              type="checkbox"
              checked={both}
              onChange={(event) => setBoth(event.target.checked)}
              className="size-4 accent-accent"
            />
            {T.sideBySide}
          </label>
        ) : null}
      </div>
      <div className={both ? "grid gap-3 lg:grid-cols-2" : undefined}>
        <VolumeCanvas {...common} look={look} label={`Scan with ${T.overlays[look.overlay]}`} onOpen={setLeft} />
        {both ? <VolumeCanvas {...common} look={second} label={T.scanWithPrediction} onOpen={setRight} /> : null}
      </div>
      <p id="viewer-place" role="status" className="numbers min-h-5 text-small">
        {place ? describe(place, structures) : ""}
      </p>
      <p id="viewer-keys" className="text-muted text-small">
        {T.keys}
      </p>
      {!both && overlay === "difference" ? (
        <DifferenceLegend />
      ) : (
        <StructureToggles structures={structures} hidden={hidden} setHidden={setHidden} />
      )}
    </div>
  );
}

interface ChoiceProps<Name extends string> {
  label: string;
  names: Readonly<Record<Name, string>>;
  value: Name;
  onChoose: (name: Name) => void;
}

function Choice<Name extends string>({ label, names, value, onChoose }: ChoiceProps<Name>) {
  return (
    <Select label={label} value={value} onChange={(event) => onChoose(event.target.value as Name)}>
      {(Object.keys(names) as Name[]).map((name) => (
        <option key={name} value={name}>
          {names[name]}
        </option>
      ))}
    </Select>
  );
}

function DifferenceLegend() {
  return (
    <ul aria-label={T.differenceLegend} className="flex flex-wrap gap-x-5 gap-y-1 text-small">
      {DIFFERENCE_COLOURS.map(({ label, name, colour }) => (
        <li key={label} className="inline-flex items-center gap-2">
          <span aria-hidden className="size-3 rounded-[3px] border border-ink/25" style={{ background: colour }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

interface StructureTogglesProps {
  structures: VolumeFiles["structures"];
  hidden: ReadonlySet<number>;
  setHidden: (hidden: ReadonlySet<number>) => void;
}

function StructureToggles({ structures, hidden, setHidden }: StructureTogglesProps) {
  return (
    <fieldset className="frame space-y-3 p-4">
      <legend className="sr-only">{T.structures}</legend>
      <div className="flex items-center gap-2 text-small">
        <span aria-hidden className="font-strong">
          {T.structures}
        </span>
        <Button size="small" onClick={() => setHidden(new Set())}>
          {T.all}
        </Button>
        <Button size="small" onClick={() => setHidden(new Set(structures.map(({ label }) => label)))}>
          {T.none}
        </Button>
      </div>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-4 gap-y-1 text-small">
        {structures.map(({ label, name }) => (
          <label key={label} className="inline-flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={!hidden.has(label)}
              onChange={() => {
                const next = new Set(hidden);
                if (!next.delete(label)) next.add(label);
                setHidden(next);
              }}
            />
            <StructureName name={name} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What lies at the crosshair, in words. */
function describe({ voxel, hounsfield, labels }: Place, structures: VolumeFiles["structures"]): string {
  const nameOf = (label: number): string => {
    if (label === 0) return "background";
    return structureTitle(structures.find((one) => one.label === label)?.name ?? `label ${label}`);
  };
  return [
    `Voxel ${voxel.map((index) => Math.round(index)).join(", ")}: ${hounsfield} HU`,
    ...(labels.reference === undefined ? [] : [`reference ${nameOf(labels.reference)}`]),
    ...(labels.prediction === undefined ? [] : [`prediction ${nameOf(labels.prediction)}`]),
  ].join(", ");
}
