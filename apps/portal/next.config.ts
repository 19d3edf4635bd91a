import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const WORKSPACES = [
  "auth",
  "bundle",
  "cases",
  "challenge",
  "challenge-file",
  "contracts",
  "db",
  "mail",
  "nifti",
  "phantom",
  "queue",
  "ranking",
  "storage",
  "uploads",
  "zip",
];

/** Sent with everything; the Content-Security-Policy of pages carries a nonce and comes from proxy.ts. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

/** Whatever the API answers with is data: opened as a page it can load, run and frame nothing. */
const API_HEADERS = [
  { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'; sandbox" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

const config: NextConfig = {
  transpilePackages: WORKSPACES.map((name) => `@bodymark/${name}`),
  serverExternalPackages: [
    "@aws-sdk/client-s3",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@tus/file-store",
    "@tus/s3-store",
    "@tus/server",
    "better-auth",
    "@better-auth/api-key",
    "@better-auth/passkey",
    "nodemailer",
    "pg",
    "pg-boss",
    "pino",
    "prom-client",
  ],
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
  // Users build once; a cache would cost more to write (12 s measured) than it could ever give back.
  experimental: { turbopackFileSystemCacheForBuild: false },
  poweredByHeader: false,
  reactStrictMode: true,
  // Titles stand in the first bytes of a page: streamed after it, they were seen missing once it had loaded.
  htmlLimitedBots: /.*/,
  devIndicators: false,
  // `npm run check` has done it; the build of a user's first start need not do it again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: SECURITY_HEADERS },
    { source: "/api/:path*", headers: API_HEADERS },
  ],
};

export default config;
