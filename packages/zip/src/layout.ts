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
