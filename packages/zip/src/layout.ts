/** Signatures and sizes of a zip archive's records (APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;

export const STORED = 0;
export const DEFLATED = 8;
/** General purpose flag: names are UTF-8. */
export const UTF8_NAMES = 0x0800;
/** Made by version 3.0 of the format, under Unix, so that the permissions count. */
export const MADE_BY_UNIX = (3 << 8) | 30;
export const NEEDS_VERSION = 20;

/** General purpose flag: checksum and sizes follow the file. */
export const SIZES_FOLLOW = 0x0008;
export const DATA_DESCRIPTOR = 0x08074b50;

/** Zip64 (4.3.14, 4.3.15 and 4.5.3): sizes and places of 8 bytes. */
export const ZIP64_EXTRA = 0x0001;
export const ZIP64_END = 0x06064b50;
export const ZIP64_END_BYTES = 56;
export const ZIP64_LOCATOR = 0x07064b50;
export const ZIP64_LOCATOR_BYTES = 20;
export const NEEDS_ZIP64 = 45;

/** 1 January 1980, the format's first day: the same entries make the same bytes. */
export const FIRST_DAY = (1 << 5) | 1;
export const REGULAR_FILE = 0o100000;
