import { pipeline, type Readable, Transform, type TransformCallback } from "node:stream";
import { DataStore, type Upload } from "@tus/server";
import { FILE_KINDS, type FileKind } from "./file-kinds.ts";
import { UPLOAD_LIMITS } from "./limits.ts";
import { Receipt } from "./receipt.ts";
import { UploadRefusal } from "./upload-refusal.ts";

/**
 * In front of a tus store: looks at the first bytes as they come and refuses what cannot be what was announced, and
 * hashes in passing, so that an upload without interruption need not be read again at its end.
 */
export class ReceivingStore extends DataStore {
  override readonly extensions = ["creation", "creation-with-upload", "termination"];
  readonly #inner: DataStore;
  readonly #prefix: string;
  readonly #refuse: (id: string, refusal: UploadRefusal) => Promise<void>;
  readonly #receipts = new Map<string, Receipt>();

  readonly #check: () => Promise<void>;
  readonly #kindOf: (id: string) => Promise<FileKind>;

  constructor(options: {
    inner: DataStore;
    prefix: string;
    refuse: (id: string, refusal: UploadRefusal) => Promise<void>;
    check: () => Promise<void>;
    kindOf: (id: string) => Promise<FileKind>;
  }) {
    super();
    this.#inner = options.inner;
    this.#prefix = options.prefix;
    this.#refuse = options.refuse;
    this.#check = options.check;
    this.#kindOf = options.kindOf;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id } = upload;
    upload.id = this.#prefix + id;
    try {
      return await this.#inner.create(upload);
    } finally {
      upload.id = id;
    }
  }

  override async getUpload(id: string): Promise<Upload> {
    try {
      const upload = await this.#inner.getUpload(this.#prefix + id);
      upload.id = id;
      return upload;
    } catch (error) {
      await this.#check(); // the S3 store says "not found" for a server that is down, too
      throw error;
    }
  }

  override async remove(id: string): Promise<void> {
    this.#receipts.delete(id);
    await this.#inner.remove(this.#prefix + id);
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const receipt = offset === 0 ? new Receipt() : this.#receipts.get(id);
    this.#receipts.delete(id);
    const known = receipt?.sizeBytes === offset ? receipt : undefined;
    const gate = new ReceivingGate(known, known && offset === 0 ? await this.#kindOf(id) : "image");
    pipeline(stream, gate, () => {}); // errors reach the inner store by way of the gate
    try {
      const reached = await this.#inner.write(gate, this.#prefix + id, offset);
      if (known?.sizeBytes === reached) this.#remember(id, known);
      return reached;
    } catch (error) {
      if (!gate.refusal) throw error;
      await this.#refuse(id, gate.refusal);
      throw gate.refusal;
    }
  }

  /** The receipt of a whole upload all of whose bytes passed through here in order, once. */
  takeReceipt(id: string, sizeBytes: number): Receipt | undefined {
    const receipt = this.#receipts.get(id);
    this.#receipts.delete(id);
    return receipt?.sizeBytes === sizeBytes ? receipt : undefined;
  }

  #remember(id: string, receipt: Receipt): void {
    this.#receipts.set(id, receipt);
    const [oldest] = this.#receipts.keys();
    if (this.#receipts.size > UPLOAD_LIMITS.runningHashes && oldest) this.#receipts.delete(oldest);
  }
}

/**
 * Once it has refused, it swallows what the client is still sending before it ends in the refusal: an answer before the
 * end of a request's body reaches few clients, the others see a broken connection.
 */
class ReceivingGate extends Transform {
  refusal: UploadRefusal | undefined;
  #swallowedBytes = 0;
  readonly #receipt: Receipt | undefined;
  readonly #kind: FileKind;
  #recognised: boolean;

  constructor(receipt: Receipt | undefined, kind: FileKind) {
    super();
    this.#receipt = receipt;
    this.#kind = kind;
    this.#recognised = receipt?.format !== undefined;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.refusal) {
      this.#swallowedBytes += chunk.byteLength;
      done(this.#swallowedBytes > UPLOAD_LIMITS.swallowBytes ? this.refusal : null);
      return;
    }
    this.#receipt?.add(chunk);
    if (this.#receipt && !this.#recognised) {
      const { format } = this.#receipt;
      const { accepts, refusal } = FILE_KINDS[this.#kind];
      if (format !== undefined && !accepts(format)) this.refusal = new UploadRefusal("invalid-archive", refusal);
      this.#recognised = format !== undefined;
    }
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.refusal ?? null);
  }
}
