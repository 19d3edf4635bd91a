import { readAllCosts, readOperations } from "@bodymark/challenge";
import { readFailedMails, readMailBacklog } from "@bodymark/mail";
import type { Metadata } from "next";
import { CostTable } from "#features/operations/cost-table.tsx";
import { MailStatus } from "#features/operations/mail-status.tsx";
import { QueueTable } from "#features/operations/queue-table.tsx";
import { OPERATIONS_TEXTS as T } from "#features/operations/texts.ts";
import { WorkerTable } from "#features/operations/worker-table.tsx";
import { requireRole } from "#server/current-person.ts";
import { database } from "#server/database.ts";
import { orNotFound } from "#server/or-not-found.ts";
import { toViewer } from "#server/viewer.ts";
import { ButtonLink } from "#ui/button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Page, PageHeader, Section } from "#ui/page.tsx";
import { ListSkeleton, SectionsSkeleton } from "#ui/skeleton.tsx";
import { Streamed } from "#ui/streamed.tsx";

export const metadata: Metadata = { title: T.title };

export default async function OperatorPage() {
  const viewer = toViewer(await requireRole("operator"));
  const now = new Date().toISOString();
  return (
    <Page>
      <PageHeader
        title={T.title}
        lead={<p>{T.lead}</p>}
        actions={
          <>
            <ButtonLink href="/operator/news">{T.news}</ButtonLink>
            <ButtonLink href="/operator/people">{T.people}</ButtonLink>
          </>
        }
      />
      <Streamed reading={orNotFound(readOperations(database(), viewer))} skeleton={<SectionsSkeleton />}>
        {({ workers, queue }) => (
          <>
            <Section id="workers" title={T.workers}>
              {workers.length > 0 ? (
                <WorkerTable workers={workers} now={now} />
              ) : (
                <Empty title={T.noWorkers}>{T.noWorkersHint}</Empty>
              )}
            </Section>
            <Section id="queue" title={T.queue}>
              {queue.length > 0 ? <QueueTable queue={queue} now={now} /> : <Empty title={T.emptyQueue} />}
            </Section>
          </>
        )}
      </Streamed>
      <Section id="costs" title={T.costs} note={T.costsNote}>
        <Streamed reading={orNotFound(readAllCosts(database(), viewer))} skeleton={<ListSkeleton rows={3} />}>
          {(costs) => (costs.length > 0 ? <CostTable costs={costs} /> : <Empty title={T.noCosts} />)}
        </Streamed>
      </Section>
      <Streamed
        reading={Promise.all([readMailBacklog(database()), readFailedMails(database())])}
        skeleton={<SectionsSkeleton />}
      >
        {([backlog, failed]) => (
          <Section id="mail" title={T.mail} note={T.mailNote}>
            <MailStatus backlog={backlog} failed={failed} now={now} />
          </Section>
        )}
      </Streamed>
    </Page>
  );
}
