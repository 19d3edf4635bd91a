import { getPictureEndpoint, putPictureEndpoint } from "#features/api/endpoints/organize/pictures.ts";
import { serveEndpoint } from "#features/api/serve-endpoint.ts";

export const dynamic = "force-dynamic";
export const GET = serveEndpoint(getPictureEndpoint);
export const PUT = serveEndpoint(putPictureEndpoint);
