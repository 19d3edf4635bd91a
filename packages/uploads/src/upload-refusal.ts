import { BodymarkError } from "@bodymark/contracts";

const STATUS = {
  "not-signed-in": 401,
  "foreign-origin": 403,
  "not-found": 404,
  "offset-conflict": 409,
  "already-complete": 409,
  "no-longer-exists": 410,
  "upload-too-large": 413,
  "invalid-archive": 422,
  "checksum-mismatch": 422,
  "invalid-request": 400,
  "too-many-uploads": 429,
  "storage-full": 507,
  "upload-failed": 500,
} as const;

/** An upload's request that is refused; the message is for the person at the other end. */
export class UploadRefusal extends BodymarkError {
  override readonly name = "UploadRefusal";
  readonly code: keyof typeof STATUS;
  readonly retry: boolean;
  readonly status: number;
  // What @tus/server reads of an error.
  readonly status_code: number;
  readonly body: string;

  constructor(code: keyof typeof STATUS, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = STATUS[code];
    this.retry = this.status >= 500;
    this.status_code = this.status;
    this.body = message;
  }
}
