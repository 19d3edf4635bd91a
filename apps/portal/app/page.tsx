import { HOME_TEXTS as T } from "#features/home/texts.ts";
import { currentPerson } from "#server/current-person.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Page } from "#ui/page.tsx";

export default async function HomePage() {
  const person = await currentPerson();
  return (
    <Page>
      <section className="max-w-3xl space-y-5 py-4">
        <h1>{T.headline}</h1>
        <p className="text-large text-muted">{T.lead}</p>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/challenges" kind="primary">
            {T.participate}
          </ButtonLink>
          {person ? null : <ButtonLink href="/sign-up">{T.start}</ButtonLink>}
        </div>
      </section>
    </Page>
  );
}
