import { formatLabelMap, methodSchema } from "@bodymark/contracts";
import type { ReactNode } from "react";
import { z } from "zod";

/** What was said of the method, as terms and values; nothing where nothing was said. */
export function methodFacts(method: unknown): (readonly [string, ReactNode])[] {
  const said = methodSchema.safeParse(method);
  if (!said.success) return [];
  const { architecture, parametersMillion, preTraining, preTrainedScans, paperUrl, codeUrl, licence } = said.data;
  const scans = preTrainedScans === undefined ? "" : `, ${preTrainedScans} scans`;
  return [
    ...fact("Architecture", architecture),
    ...fact("Parameters", parametersMillion === undefined ? undefined : `${parametersMillion} million`),
    ...fact("Pre-training", preTraining ? `${preTraining}${scans}` : undefined),
    ...fact("Paper", paperUrl ? <OutsideLink key="paper" address={paperUrl} /> : undefined),
    ...fact("Code", codeUrl ? <OutsideLink key="code" address={codeUrl} /> : undefined),
    ...fact("Licence", licence),
  ];
}

/** The submission's own numbering, if it has one. */
export function labelMapFact(labelMap: unknown): (readonly [string, ReactNode])[] {
  const map = z.record(z.string(), z.number()).safeParse(labelMap);
  return map.success ? fact("Label map", <code key="m">{formatLabelMap(map.data)}</code>) : [];
}

function fact(term: string, value: ReactNode): (readonly [string, ReactNode])[] {
  return value === undefined || value === "" ? [] : [[term, value]];
}

function OutsideLink({ address }: { address: string }) {
  return (
    <a className="link break-all" href={address} rel="noopener nofollow ugc">
      {address}
    </a>
  );
}
