import type { ReactNode } from "react";
import { AccountTabs } from "#features/accounts/account-tabs.tsx";
import { Page } from "#ui/page.tsx";

export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <Page>
      <AccountTabs />
      {children}
    </Page>
  );
}
