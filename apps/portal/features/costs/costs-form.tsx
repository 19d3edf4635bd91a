"use client";

import type { Costs } from "@bodymark/challenge-file";
import { Choice } from "#features/organize/choice.tsx";
import { OrganizeForm } from "#features/organize/organize-form.tsx";
import { Field } from "#ui/field.tsx";
import { saveCostsAction } from "./actions.ts";
import { COSTS_TEXTS } from "./texts.ts";

const T = COSTS_TEXTS.form;

/** A challenge's budget and prices. */
export function CostsForm({ challenge, costs, readOnly }: { challenge: string; costs: Costs; readOnly: boolean }) {
  const { budget, prices } = costs;
  return (
    <OrganizeForm action={saveCostsAction} readOnly={readOnly}>
      {(errors) => (
        <>
          <input type="hidden" name="challenge" value={challenge} />
          <div className="grid gap-6 sm:grid-cols-2">
            <Field
              name="budget.amount"
              label={T.amount}
              hint={T.amountHint}
              optional
              inputMode="decimal"
              autoComplete="off"
              defaultValue={budget?.amount ?? ""}
              error={errors["budget.amount"]}
            />
            <Choice
              name="budget.unit"
              label={T.unit}
              hint={T.unitHint}
              defaultValue={budget?.unit ?? "gpu-hours"}
              error={errors["budget.unit"]}
              options={Object.entries(T.units)}
            />
          </div>
          <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-4">
            <Field
              name="prices.currency"
              label={T.currency}
              hint={T.currencyHint}
              optional
              maxLength={3}
              autoComplete="off"
              spellCheck={false}
              defaultValue={prices.currency ?? ""}
              error={errors["prices.currency"]}
            />
            {(["gpuHour", "coreHour", "gbMonth"] as const).map((name) => (
              <Field
                key={name}
                name={`prices.${name}`}
                label={T[name]}
                hint={T.priceHint}
                optional
                inputMode="decimal"
                autoComplete="off"
                defaultValue={prices[name] ?? ""}
                error={errors[`prices.${name}`]}
              />
            ))}
          </div>
        </>
      )}
    </OrganizeForm>
  );
}
