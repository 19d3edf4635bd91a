import { open } from "node:fs/promises";

const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 };

/**
 * How to send a file so that its gzip header tells nothing: gzip keeps the original file's name and time there
 * (RFC 1952, 2.3), and a case's name must not reach the container. Gives the header to send, where the rest begins in
 * the file, and how many bytes were dropped; a file that is not gzip goes as it is.
 */
export async function anonymousGzip(hostPath: string): Promise<{ header: Buffer; resumeAt: number; dropped: number }> {
  const file = await open(hostPath);
  try {
    const head = Buffer.alloc(64 * 1024);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const flags = head[3] ?? 0;
    if (bytesRead < 10 || head.readUInt16BE(0) !== 0x1f8b) return { header: Buffer.alloc(0), resumeAt: 0, dropped: 0 };
    let at = 10;
    if (flags & FLAG.extra) at += 2 + head.readUInt16LE(at);
    for (const flag of [FLAG.name, FLAG.comment]) {
      const end = flags & flag ? head.indexOf(0, at) : at - 1;
      if (end < 0) throw new Error("a case's image has a gzip header that does not end");
      at = end + 1;
    }
    if (flags & FLAG.headerCrc) at += 2;
    const header = Buffer.from(head.subarray(0, 10));
    header.writeUInt8(0, 3);
    header.writeUInt32LE(0, 4);
    header.writeUInt8(255, 9);
    return { header, resumeAt: at, dropped: at - 10 };
  } finally {
    await file.close();
  }
}
