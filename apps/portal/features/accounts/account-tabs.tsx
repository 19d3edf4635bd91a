import { PageHeader } from "#ui/page.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { PROFILE_TEXTS as T } from "./profile-texts.ts";

/** Head of the account's pages. */
export function AccountTabs() {
  return (
    <>
      <PageHeader title={T.accountTitle} />
      <Tabs
        label={T.accountTitle}
        tabs={[
          { href: "/account", label: T.tabs.profile },
          { href: "/account/security", label: T.tabs.security },
          { href: "/account/keys", label: T.tabs.keys },
          { href: "/account/notifications", label: T.tabs.notifications },
          { href: "/account/data", label: T.tabs.data },
        ]}
      />
    </>
  );
}
