import { Page } from "#ui/page.tsx";
import { Skeleton } from "#ui/skeleton.tsx";

// Only pages that everybody may see have a loading state above them: it makes Next answer 200 at once, and a page
// that is not the visitor's must answer 404.
export default function Loading() {
  return (
    <Page>
      <Skeleton />
    </Page>
  );
}
