import { Problem, problemResponse } from "#features/api/problem.ts";

export const dynamic = "force-dynamic";

function nothingHere(): Response {
  return problemResponse(new Problem(404, "not-found", "There is nothing under this address."));
}

export { nothingHere as DELETE, nothingHere as GET, nothingHere as PATCH, nothingHere as POST, nothingHere as PUT };
