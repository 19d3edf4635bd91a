"use client";

import { Field, SelectField } from "#ui/field.tsx";
import { ActionForm } from "./action-form.tsx";
import { saveProfileAction } from "./profile-actions.ts";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";
import { ACCOUNT_TEXTS } from "./texts.ts";

interface ProfileFormProps {
  profile: { name: string; affiliation: string; country: string };
  countries: readonly { code: string; name: string }[];
}

export function ProfileForm({ profile, countries }: ProfileFormProps) {
  return (
    <ActionForm action={saveProfileAction} submit={T.save}>
      {(state) => (
        <>
          <Field
            name="name"
            label={ACCOUNT_TEXTS.name}
            hint={ACCOUNT_TEXTS.nameHint}
            autoComplete="name"
            maxLength={100}
            defaultValue={state.values?.name ?? profile.name}
            error={state.errors?.name}
          />
          <Field
            name="affiliation"
            label={T.affiliation}
            hint={T.affiliationHint}
            optional
            autoComplete="organization"
            maxLength={200}
            defaultValue={state.values?.affiliation ?? profile.affiliation}
            error={state.errors?.affiliation}
          />
          <SelectField
            key={state.values?.country ?? profile.country}
            name="country"
            label={T.country}
            optional
            autoComplete="country"
            defaultValue={state.values?.country ?? profile.country}
            options={[["", T.noCountry], ...countries.map(({ code, name }) => [code, name] as const)]}
            error={state.errors?.country}
          />
        </>
      )}
    </ActionForm>
  );
}
