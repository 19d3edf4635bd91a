import { type NameEncoding, TarError, type TarHeader, TarReader } from "./tar-reader.ts";

/** One entry of an archive with its bytes, which must be read, or left, before the next entry is asked for. */
export interface ArchiveEntry {
  readonly header: TarHeader;
  bytes(): AsyncGenerator<Buffer>;
}

/** The entries of a tar, one after the other. What a caller leaves unread is skipped. Needs the end blocks. */
export async function* readArchive(
  source: AsyncIterable<Buffer>,
  names: NameEncoding = "utf8",
): AsyncGenerator<ArchiveEntry> {
  const events = tarEvents(source, names);
  try {
    for (let next = await events.next(); !next.done; next = await events.next()) {
      if (next.value.type !== "entry") continue;
      let open = true;
      const bytes = async function* (): AsyncGenerator<Buffer> {
        while (open) {
          const event = await events.next();
          if (event.done || event.value.type === "entry-end") open = false;
          else if (event.value.type === "data") yield event.value.bytes;
        }
      };
      yield { header: next.value.header, bytes };
      while (open) {
        const event = await events.next();
        if (event.done || event.value.type === "entry-end") open = false;
      }
    }
  } finally {
    await events.return(undefined);
  }
}

async function* tarEvents(source: AsyncIterable<Buffer>, names: NameEncoding) {
  const reader = new TarReader(names);
  for await (const chunk of source) yield* reader.push(chunk);
  reader.finish();
  if (!reader.ended) throw new TarError("its end is missing");
  if (reader.trailing) throw new TarError("more data follows its end");
}
