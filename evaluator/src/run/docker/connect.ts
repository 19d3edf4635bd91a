import Docker from "dockerode";

/** The engine at `address` (`unix://…`, `tcp://…`, `http(s)://…`), or at the default socket. */
export function connect(address: string | undefined): Docker {
  if (!address) return new Docker({ socketPath: "/var/run/docker.sock" });
  if (address.startsWith("unix://")) return new Docker({ socketPath: address.slice("unix://".length) });
  const url = new URL(address.replace(/^tcp:/, "http:"));
  return new Docker({
    protocol: url.protocol === "https:" ? "https" : "http",
    host: url.hostname,
    port: Number(url.port || 2375),
  });
}
