import type { Person } from "@bodymark/auth";
import { organizesAny } from "@bodymark/challenge";
import { database } from "#server/database.ts";
import { toViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Bell } from "./bell.tsx";
import { Logo } from "./logo.tsx";
import { Navigation, type NavigationLink } from "./navigation.tsx";
import { SHELL_TEXTS } from "./texts.ts";

export async function Header({ person }: { person: Person | null }) {
  const main: NavigationLink[] = [{ href: "/challenges", label: SHELL_TEXTS.challenges }];
  if (person) main.push({ href: "/submissions", label: SHELL_TEXTS.submissions });
  if (await organizesAny(database(), toViewer(person))) main.push({ href: "/organize", label: SHELL_TEXTS.organize });
  const own = person
    ? [
        { href: "/teams", label: SHELL_TEXTS.teams },
        { href: "/account", label: SHELL_TEXTS.account },
        ...(person.role === "operator" ? [{ href: "/operator", label: SHELL_TEXTS.operator }] : []),
      ]
    : [];
  const entry = [
    { href: "/sign-in", label: SHELL_TEXTS.signIn },
    { href: "/sign-up", label: SHELL_TEXTS.signUp },
  ];
  const shown = person ? { name: person.name, email: person.email } : null;
  return (
    <header className="border-line border-b bg-surface">
      <div className="column flex h-14 items-center justify-between gap-4">
        <div className="flex items-center gap-6">
          <Logo />
          <nav aria-label="Main" className="hidden sm:block">
            <Navigation links={main} />
          </nav>
        </div>
        <div className="hidden items-center gap-2 sm:flex">
          {person && shown ? (
            <>
              <Bell userId={person.id} />
              <AccountMenu person={shown} links={own} compact={false} />
            </>
          ) : (
            <>
              <ButtonLink href="/sign-in" kind="quiet" size="small">
                {SHELL_TEXTS.signIn}
              </ButtonLink>
              <ButtonLink href="/sign-up" kind="primary" size="small">
                {SHELL_TEXTS.signUp}
              </ButtonLink>
            </>
          )}
        </div>
        <div className="flex items-center sm:hidden">
          {person ? <Bell userId={person.id} /> : null}
          <AccountMenu person={shown} links={[...main, ...(person ? own : entry)]} compact />
        </div>
      </div>
    </header>
  );
}
