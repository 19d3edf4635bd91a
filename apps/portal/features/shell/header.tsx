import { ButtonLink } from "#ui/button.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { Bell } from "./bell.tsx";
import { Logo } from "./logo.tsx";
import { Navigation, type NavigationLink } from "./navigation.tsx";
import type { Shell } from "./read-shell.ts";
import { SHELL_TEXTS } from "./texts.ts";

/** The same on every page; without what is one's own while it cannot be read (null). */
export function Header({ shell }: { shell: Shell | null }) {
  const person = shell?.person ?? null;
  const main: NavigationLink[] = [{ href: "/challenges", label: SHELL_TEXTS.challenges }];
  if (person) main.push({ href: "/submissions", label: SHELL_TEXTS.submissions });
  if (shell?.organizes) main.push({ href: "/organize", label: SHELL_TEXTS.organize });
  const own = person
    ? [
        { href: "/teams", label: SHELL_TEXTS.teams },
        { href: "/account", label: SHELL_TEXTS.account },
        ...(person.role === "operator" ? [{ href: "/operator", label: SHELL_TEXTS.operator }] : []),
      ]
    : [];
  const entry = shell
    ? [
        { href: "/sign-in", label: SHELL_TEXTS.signIn },
        { href: "/sign-up", label: SHELL_TEXTS.signUp },
      ]
    : [];
  const shown = person ? { name: person.name, email: person.email } : null;
  const bell = shell && person ? <Bell unread={shell.unread} /> : null;
  return (
    <header className="border-line border-b bg-surface">
      <div className="column flex h-14 items-center justify-between gap-4">
        <div className="flex items-center gap-6">
          <Logo />
          <nav aria-label={SHELL_TEXTS.main} className="hidden sm:block">
            <Navigation links={main} />
          </nav>
        </div>
        <div className="hidden items-center gap-2 sm:flex">
          {bell}
          {shown ? (
            <AccountMenu person={shown} links={own} compact={false} />
          ) : (
            entry.map(({ href, label }, index) => (
              <ButtonLink key={href} href={href} kind={index === 0 ? "quiet" : "primary"} size="small">
                {label}
              </ButtonLink>
            ))
          )}
        </div>
        <div className="flex items-center sm:hidden">
          {bell}
          <AccountMenu person={shown} links={[...main, ...(person ? own : entry)]} compact />
        </div>
      </div>
    </header>
  );
}
