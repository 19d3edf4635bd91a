import type { Database } from "@bodymark/db";

/** An upload as its owner sees it; instants are ISO 8601 in UTC. */
export interface UploadView {
  id: string;
  fileName: string;
  sizeBytes: number;
  offsetBytes: number;
  state: string;
  sha256: string | null;
  message: string | null;
  createdAt: string;
  completedAt: string | null;
  expiresAt: string;
}

export function viewUpload(row: Awaited<ReturnType<Database["upload"]["findUniqueOrThrow"]>>): UploadView {
  return {
    id: row.id,
    fileName: row.fileName,
    sizeBytes: Number(row.sizeBytes),
    offsetBytes: Number(row.offsetBytes),
    state: row.state,
    sha256: row.sha256,
    message: row.message,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
  };
}
