"use client";

import { Field } from "#ui/field.tsx";
import { removeOrganizerAction, setOrganizerAction } from "./actions.ts";
import { Choice } from "./choice.tsx";
import { OrganizeForm } from "./organize-form.tsx";
import { ROLE_TEXTS, ORGANIZE_TEXTS as T } from "./texts.ts";

/** Adds an account by its address. */
export function AddOrganizerForm({ challenge }: { challenge: string }) {
  return (
    <OrganizeForm action={setOrganizerAction} submit={T.add}>
      {(errors) => (
        <div className="grid gap-6 lg:grid-cols-2">
          <input type="hidden" name="challenge" value={challenge} />
          <Field
            name="email"
            type="email"
            label={T.eMail}
            hint={T.ofAnAccountOn}
            autoComplete="off"
            error={errors.email ?? errors.organizers}
          />
          <Choice
            name="role"
            label={T.role}
            hint={T.itCanBeChanged}
            defaultValue="editor"
            options={Object.entries(ROLE_TEXTS)}
          />
        </div>
      )}
    </OrganizeForm>
  );
}

/** Another role for somebody, or none. */
export function OrganizerRow({ challenge, email, role }: { challenge: string; email: string; role: string }) {
  const id = email.replaceAll(/[^a-z0-9]/g, "-");
  return (
    <div className="flex flex-wrap items-end gap-x-8 gap-y-3">
      <OrganizeForm
        action={setOrganizerAction}
        submit={T.change}
        kind="secondary"
        className="flex flex-wrap items-end gap-3"
      >
        {() => (
          <>
            <input type="hidden" name="challenge" value={challenge} />
            <input type="hidden" name="email" value={email} />
            <label className="flex items-center gap-2 text-small" htmlFor={`role-${id}`}>
              <span className="text-muted">{T.role}</span>
              <select
                id={`role-${id}`}
                name="role"
                defaultValue={role}
                aria-label={`Role of ${email}`}
                className="h-10 rounded-base border border-edge bg-surface px-2 text-ink"
              >
                {Object.keys(ROLE_TEXTS).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          </>
        )}
      </OrganizeForm>
      <OrganizeForm
        action={removeOrganizerAction}
        submit={T.remove}
        submitName={`Remove ${email}`}
        kind="danger"
        className="space-y-2"
      >
        {() => (
          <>
            <input type="hidden" name="challenge" value={challenge} />
            <input type="hidden" name="email" value={email} />
          </>
        )}
      </OrganizeForm>
    </div>
  );
}

/** For whoever organizes: to stop. */
export function LeaveForm({ challenge, email }: { challenge: string; email: string }) {
  return (
    <OrganizeForm action={removeOrganizerAction} submit={T.leave} kind="danger" className="space-y-2">
      {() => (
        <>
          <input type="hidden" name="challenge" value={challenge} />
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="leaving" value="1" />
        </>
      )}
    </OrganizeForm>
  );
}
