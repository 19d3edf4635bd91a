/** An image's own settings, as the image specification spells them. */
export interface ImageConfig {
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  readonly User?: string;
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Healthcheck?: { readonly Test: readonly string[]; readonly Interval?: number; readonly Timeout?: number };
  readonly OnBuild?: readonly string[];
  readonly StopSignal?: string;
  readonly Shell?: readonly string[];
}

/** What a layer puts at `path` (relative to the image's root). Bytes may come from memory or be streamed from a file. */
export type LayerEntry = {
  readonly path: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
} & (
  | { readonly content: Uint8Array | string | { readonly fromFile: string } }
  | { readonly directory: true }
  | { readonly symlink: string }
  | { readonly hardlink: string }
);

export interface LayerSpec {
  readonly files: readonly LayerEntry[];
}

/** What `writeImageArchive` writes. Parent folders that no layer names are added with mode 0755. */
export interface ImageSpec {
  /** Go's name of the processor; default `amd64`. */
  readonly architecture?: string;
  readonly os?: string;
  readonly config?: ImageConfig;
  readonly layers: readonly LayerSpec[];
  /** `NAME:TAG`, as `docker load` would set them. */
  readonly tags?: readonly string[];
  readonly format?: "docker" | "oci";
  /** Compression of the archive as a whole. */
  readonly compress?: Compression;
  /** Compression of each layer inside it; an uncompressed layer is what `docker save` writes. */
  readonly compressLayers?: Compression;
}

export type Compression = "none" | "gzip" | "zstd";
