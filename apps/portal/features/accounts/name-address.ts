/** A session's address in its short form. better-auth keeps the /64 of IPv6 addresses: `::` is the portal's own machine. */
export function nameAddress(address: string | null): string {
  if (!address) return "";
  const short = address.includes(":") && URL.canParse(`http://[${address}]`) ? shorten(address) : address;
  return ["::", "::1", "127.0.0.1"].includes(short) ? "the portal's own machine" : short;
}

function shorten(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
