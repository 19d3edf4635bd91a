import { type NextRequest, NextResponse } from "next/server";
import { isDevelopment } from "#server/environment.ts";

/** Gives each page a Content-Security-Policy with a fresh nonce; Next puts the nonce on its own scripts. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Style elements need the nonce; attributes carry the positions of plots and cannot run anything.
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/**
 * Never the API: a proxy buffers request bodies, and uploads are gigabytes. Nor the build's own files, each by name: a
 * case may be called `a.png`, and its page is a page all the same.
 */
export const config = { matcher: ["/((?!api/|_next/static/|cli/bodymark\\.tgz$|metrics$|icon\\.svg$).*)"] };
