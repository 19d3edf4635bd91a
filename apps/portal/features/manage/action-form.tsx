"use client";

import type { ReactNode } from "react";
import { OrganizeForm } from "#features/organize/organize-form.tsx";
import type { OrganizeState } from "#features/organize/organize-state.ts";
import type { ButtonKind } from "#ui/button.tsx";
import { SelectField, TextArea } from "#ui/field.tsx";
import * as actions from "./actions.ts";
import { MANAGE_TEXTS as T } from "./texts.ts";

type Action = (before: OrganizeState, form: FormData) => Promise<OrganizeState>;
type Names = Readonly<Record<string, string>>;

/** A button that does something to what `names` names: says first what it will do, and to how many. */
function ActionForm({
  action,
  submit,
  submitName,
  kind = "secondary",
  names,
  id,
  children,
}: {
  action: Action;
  submit: string;
  submitName?: string;
  kind?: ButtonKind;
  names: Names;
  id?: string;
  children?: (errors: Readonly<Record<string, string>>) => ReactNode;
}) {
  return (
    <OrganizeForm
      action={action}
      submit={submit}
      {...(submitName ? { submitName } : {})}
      {...(id ? { id } : {})}
      kind={kind}
      className="space-y-3"
    >
      {(errors) => (
        <>
          {Object.entries(names).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {children?.(errors)}
        </>
      )}
    </OrganizeForm>
  );
}

/** Admits a team, or refuses it. */
export function DecideTeam({
  names,
  team,
  decision,
}: {
  names: Names;
  team: string;
  decision: "approved" | "refused";
}) {
  const word = decision === "approved" ? T.approve : T.refuse;
  return (
    <ActionForm
      action={actions.decideTeamAction}
      submit={word}
      submitName={`${word} ${team}`}
      kind={decision === "approved" ? "primary" : "danger"}
      names={{ ...names, decision }}
    />
  );
}

export function RescoreForm({ names, one = false }: { names: Names; one?: boolean }) {
  return <ActionForm action={actions.rescoreAction} submit={one ? T.rescoreOne : T.rescore} names={names} />;
}

export function RescoreOutdatedForm({ names }: { names: Names }) {
  return (
    <ActionForm
      action={actions.rescoreAction}
      submit={T.rescoreOutdated}
      kind="primary"
      names={{ ...names, outdated: "yes" }}
    />
  );
}

/** Ends the re-scoring of one submission; without `submission` among the names, of all in the phase. */
export function CancelRescoreForm({ names, of }: { names: Names; of?: string }) {
  return (
    <ActionForm
      action={actions.cancelRescoreAction}
      submit={of ? T.cancelRescore : T.cancelRescores}
      {...(of ? { submitName: `${T.cancelRescore} ${of}` } : {})}
      names={names}
    />
  );
}

/** The form that the ticks in the table of submissions belong to. */
export const RERUN_FORM = "rerun-several";

export function RerunSeveralForm({ names }: { names: Names }) {
  return (
    <ActionForm action={actions.rerunSeveralAction} submit={T.rerunSeveral} names={names} id={RERUN_FORM}>
      {(errors) => (
        <SelectField name="which" label={T.which} options={Object.entries(T.choices)} error={errors.which} />
      )}
    </ActionForm>
  );
}

export function PublishBoardForm({ names }: { names: Names }) {
  return <ActionForm action={actions.publishBoardAction} submit={T.publish} kind="primary" names={names} />;
}

export function RerunForm({ names }: { names: Names }) {
  return <ActionForm action={actions.rerunAction} submit={T.rerun} names={names} />;
}

export function RestoreForm({ names }: { names: Names }) {
  return <ActionForm action={actions.restoreAction} submit={T.restore} names={names} />;
}

export function DisqualifyForm({ names }: { names: Names }) {
  return (
    <ActionForm action={actions.disqualifyAction} submit={T.disqualify} kind="danger" names={names}>
      {(errors) => (
        <TextArea name="reason" label={T.reason} hint={T.reasonHint} rows={2} maxLength={500} error={errors.reason} />
      )}
    </ActionForm>
  );
}

export function MarksForm({ names, baseline, verified }: { names: Names; baseline: boolean; verified: boolean }) {
  return (
    <ActionForm action={actions.markAction} submit={T.saveMarks} names={names}>
      {() => (
        <div className="space-y-2">
          <Check name="baseline" label={T.baseline} checked={baseline} />
          <Check name="verified" label={T.verified} checked={verified} />
        </div>
      )}
    </ActionForm>
  );
}

function Check({ name, label, checked }: { name: string; label: string; checked: boolean }) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" name={name} defaultChecked={checked} className="mt-1 size-4" />
      {label}
    </label>
  );
}
