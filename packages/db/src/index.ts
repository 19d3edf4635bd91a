export { Prisma } from "./generated/client.ts";
export { isDatabaseAway } from "./is-database-away.ts";
export { listen, type Subscription } from "./listen.ts";
export { type Database, openDatabase, type Transaction } from "./open-database.ts";
