import { serveUpload } from "#features/uploads/serve-upload.ts";

export const dynamic = "force-dynamic";
export const GET = serveUpload;
export const HEAD = serveUpload;
export const POST = serveUpload;
export const PATCH = serveUpload;
export const DELETE = serveUpload;
export const OPTIONS = serveUpload;
