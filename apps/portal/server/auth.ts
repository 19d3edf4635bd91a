import { type Auth, createAuth } from "@bodymark/auth";
import { nextCookies } from "better-auth/next-js";
import { database } from "./database.ts";
import { environment } from "./environment.ts";

let instance: Auth | undefined;

/** The portal's accounts, with session cookies set through Next's server actions. */
export function auth(): Auth {
  const { secret, publicUrl } = environment();
  instance ??= createAuth({ database: database(), secret, baseUrl: publicUrl, cookiePlugin: [nextCookies()] });
  return instance;
}
