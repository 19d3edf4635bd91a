export { Prisma } from "./generated/client.ts";
export { type Database, openDatabase, type Transaction } from "./open-database.ts";
