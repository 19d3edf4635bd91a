import Docker from "dockerode";

/** The engine at an address as in DOCKER_HOST, for tests that look into it themselves. */
export function connectEngine(address: string): Docker {
  return address.startsWith("unix://") ? new Docker({ socketPath: address.slice("unix://".length) }) : new Docker();
}
