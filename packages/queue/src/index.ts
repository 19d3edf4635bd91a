export { openQueue, QUEUE_NAMES, type QueueName, type WakeQueue } from "./open-queue.ts";
