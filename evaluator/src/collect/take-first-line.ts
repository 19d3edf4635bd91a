import { Readable } from "node:stream";

/** Splits a stream after its first line; `rest` is the stream from there on. */
export async function takeFirstLine(stream: Readable): Promise<{ line: string; rest: Readable }> {
  const pieces: AsyncIterator<Buffer> = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (;;) {
    const newline = head.indexOf(10);
    if (newline >= 0) {
      const line = head.toString("utf8", 0, newline);
      return { line, rest: Readable.from(from(head.subarray(newline + 1), pieces), { objectMode: false }) };
    }
    const { value, done } = await pieces.next();
    if (done) throw new Error("the input ended before its first line did");
    head = Buffer.concat([head, value]);
  }
}

async function* from(first: Buffer, pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (;;) {
    const { value, done } = await pieces.next();
    if (done) return;
    yield value;
  }
}
