"use client";

import { CircleUserRound, Menu } from "lucide-react";
import Link from "next/link";
import { DropdownMenu } from "radix-ui";
import { signOutAction } from "#features/accounts/sign-out-action.ts";
import { buttonClass } from "#ui/button.tsx";
import type { NavigationLink } from "./navigation.tsx";
import { SHELL_TEXTS } from "./texts.ts";

const ITEM =
  "block w-full rounded-small px-3 py-2 text-left outline-none data-highlighted:bg-sunken data-highlighted:outline-2 data-highlighted:outline-accent data-highlighted:-outline-offset-2";

interface AccountMenuProps {
  /** Null for a stranger, who on a phone finds the links and the way in here. */
  person: { name: string; email: string } | null;
  links: readonly NavigationLink[];
  compact: boolean;
}

export function AccountMenu({ person, links, compact }: AccountMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={buttonClass("quiet", "small")}
        aria-label={compact ? SHELL_TEXTS.menu : undefined}
      >
        {compact ? (
          <Menu aria-hidden className="size-5" />
        ) : (
          <>
            <CircleUserRound aria-hidden className="size-5" />
            <span className="max-w-40 truncate">{person?.name}</span>
          </>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={6} className="frame z-50 w-60 p-1 shadow-lg">
          {person ? (
            <p className="border-line border-b px-3 pt-1 pb-2">
              <span className="block truncate font-strong">{person.name}</span>
              <span className="block truncate text-muted text-small">{person.email}</span>
            </p>
          ) : null}
          {links.map(({ href, label }) => (
            <DropdownMenu.Item key={href} asChild>
              <Link href={href} className={ITEM}>
                {label}
              </Link>
            </DropdownMenu.Item>
          ))}
          {person ? (
            <DropdownMenu.Item asChild onSelect={() => void signOutAction()}>
              <button type="button" className={ITEM}>
                {SHELL_TEXTS.signOut}
              </button>
            </DropdownMenu.Item>
          ) : null}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
