/** An earlier submission, to be handed in again: its image and what was said of it. */
export interface EarlierSubmission {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly method: Readonly<Record<string, string | number>>;
  /** As the form takes it: `1=8, 5=6`. */
  readonly labelMap: string | null;
  readonly anonymous: boolean;
  readonly upload: {
    readonly id: string;
    readonly fileName: string;
    readonly sizeBytes: number;
    readonly sha256: string | null;
  };
}
