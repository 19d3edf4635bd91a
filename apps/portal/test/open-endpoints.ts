/** Answers a request as Next's routes do, without building pages; undefined where the API has no such operation. */
export type ServeApi = (request: Request) => Promise<Response> | undefined;

/** The API's endpoints. Loaded when asked for: they read the environment, which a test sets first. */
export async function openEndpoints(): Promise<ServeApi> {
  const { ENDPOINTS } = await import("../features/api/endpoints/index.ts");
  const { serveEndpoint } = await import("../features/api/serve-endpoint.ts");
  const routes = ENDPOINTS.map((endpoint) => ({
    method: endpoint.method,
    pattern: new RegExp(`^/api/v1${endpoint.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    serve: serveEndpoint(endpoint),
  }));
  return (request) => {
    const { pathname } = new URL(request.url);
    const route = routes.find(({ method, pattern }) => method === request.method && pattern.test(pathname));
    return route?.serve(request, { params: Promise.resolve({ ...route.pattern.exec(pathname)?.groups }) });
  };
}

export type CallApi = (method: string, path: string, key: string | null, body?: unknown) => Promise<Response>;

/** Calls the endpoints in this process; `path` is below /api/v1. @throws Error for an operation that the API lacks */
export async function openCaller(): Promise<CallApi> {
  const serve = await openEndpoints();
  return async (method, path, key, body) => {
    const request = new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = serve(request);
    if (!answer) throw new Error(`no endpoint for ${method} ${path}`);
    return answer;
  };
}
