import { BodymarkError } from "@bodymark/contracts";

/** There is no object under this key. */
export class ObjectMissing extends BodymarkError {
  override readonly name = "ObjectMissing";
  readonly code = "object-missing";
  readonly retry = false;
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`there is no object "${key}"`, options);
    this.key = key;
  }
}

/** The key is not one that both adapters can hold. */
export class InvalidKey extends BodymarkError {
  override readonly name = "InvalidKey";
  readonly code = "invalid-key";
  readonly retry = false;
}

/** The bytes are not those that were declared or stored. */
export class ChecksumMismatch extends BodymarkError {
  override readonly name = "ChecksumMismatch";
  readonly code = "checksum-mismatch";
  readonly retry = false;
  readonly expected: string;
  readonly actual: string;

  constructor(key: string, expected: string, actual: string) {
    super(`"${key}" has the SHA-256 ${actual}, not ${expected}`);
    this.expected = expected;
    this.actual = actual;
  }
}

/** The range begins behind the object's end. */
export class RangeNotSatisfiable extends BodymarkError {
  override readonly name = "RangeNotSatisfiable";
  readonly code = "range-not-satisfiable";
  readonly retry = false;
}

/** No space is left. Trying again helps once the operator has made some. */
export class StorageFull extends BodymarkError {
  override readonly name = "StorageFull";
  readonly code = "storage-full";
  readonly retry = true;
}

/** The storage cannot be reached or answers with a fault of its own. */
export class StorageUnavailable extends BodymarkError {
  override readonly name = "StorageUnavailable";
  readonly code = "storage-unavailable";
  readonly retry = true;
}

/** The storage refuses us: wrong credentials, bucket or permissions. */
export class StorageDenied extends BodymarkError {
  override readonly name = "StorageDenied";
  readonly code = "storage-denied";
  readonly retry = false;
}
