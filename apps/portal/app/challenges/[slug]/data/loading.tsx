import { Skeleton } from "#ui/skeleton.tsx";

// The layout above has already answered 404 for a challenge that is not the visitor's to see.
export default function Loading() {
  return <Skeleton />;
}
