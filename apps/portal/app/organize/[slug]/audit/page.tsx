import { readAudit } from "@bodymark/challenge";
import type { Metadata } from "next";
import { AuditList } from "#features/organize/audit-list.tsx";
import { loadDefinition } from "#features/organize/load-definition.ts";
import { ORGANIZE_TEXTS as T } from "#features/organize/texts.ts";
import { database } from "#server/database.ts";
import { currentViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Section } from "#ui/page.tsx";
import { ListSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.tabs.audit };

interface AuditPageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}

export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const { document } = await loadDefinition((await params).slug);
  const { after } = await searchParams;
  const cursor = typeof after === "string" && /^aud_[0-9a-z]{20}$/.test(after) ? after : undefined;
  const reading = readAudit(database(), await currentViewer(), document.slug, {
    ...(cursor ? { cursor } : {}),
  });
  return (
    <Section id="audit" title={T.tabs.audit}>
      <Streamed reading={reading} skeleton={<ListSkeleton rows={10} />}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <Empty title={T.auditNone}>
                <p>{T.auditNoneHint}</p>
              </Empty>
            ) : (
              <AuditList lines={items} now={new Date().toISOString()} />
            )}
            {nextCursor ? (
              <ButtonLink href={`/organize/${document.slug}/audit?after=${nextCursor}`}>{T.older}</ButtonLink>
            ) : null}
          </>
        )}
      </Streamed>
    </Section>
  );
}
