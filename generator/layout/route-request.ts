import { jwtOf } from "../generate/routes/authentication.ts";
import { issuerAuthorities } from "../generate/routes/certificate-secrets.ts";
import type { RouteScope } from "../generate/routes/route-objects.ts";
import { authorityOf, type Route } from "../patterns/route.ts";
import { shellWord } from "../text/shell-word.ts";
import { seldonVersionOf } from "../validate/effective.ts";
import { inferenceRequest } from "./request.ts";

/** The variable of the shell with the token of a client. `:?` stops a command whose variable is empty. */
const tokenHeader = `"Authorization: Bearer \${TOKEN:?}"`;

type RestRequest = NonNullable<Route["rest"]>["requests"][number];

/** The file with the certificate of the authority that signs the certificates of the routes. */
export const authorityFile = "ca.crt";

const clientCertificate = { certificate: "client.crt", key: "client.key" } as const;

/** Whether clients send predictions by REST through the route. */
export function takesPredictions({ rest }: Route): boolean {
  return rest?.requests.some(({ method }) => method === "POST") ?? false;
}

/** Whether clients send predictions by gRPC through the route. */
export function takesGrpcPredictions({ grpc }: Route): boolean {
  return grpc?.methods.includes(inferMethod) ?? false;
}

/** Whether an add-on describes the authority that signs the certificates of the hosts, so that a file can contain its certificate. */
export function knowsAuthority({ scope: { cluster } }: RouteScope): boolean {
  return issuerAuthorities(cluster).has(cluster.spec.network.certificates?.issuer ?? "");
}

/** The arguments of curl for a prediction, or for the first open request of a route without predictions. Undefined for a route that takes only gRPC. */
export function curlThrough(input: RouteScope, route: Route): string | undefined {
  const [request] = route.rest?.requests ?? [];
  return request === undefined ? undefined : curlArguments(input, route, request);
}

/** The arguments of curl for the metadata of the target. Undefined if the route does not open them for REST. */
export function metadataThrough(input: RouteScope, route: Route): string | undefined {
  const request = route.rest?.requests.find(({ path }) => path === route.rest?.path);
  return request === undefined ? undefined : curlArguments(input, route, request);
}

function curlArguments(input: RouteScope, route: Route, { method, path }: RestRequest): string {
  const { address } = input.edge;
  const url = `https://${route.host}${path}`;
  const headers = jwtOf(route) === undefined ? [] : [tokenHeader];
  const { certificate, key } = clientCertificate;
  return [
    ...(knowsAuthority(input) ? [`--cacert ${authorityFile}`] : []),
    ...(authorityOf(route) === undefined ? [] : [`--cert ${certificate} --key ${key}`]),
    ...(address === undefined ? [] : [`--resolve ${shellWord(`${route.host}:443:${inUrl(address)}`)}`]),
    method === "POST"
      ? inferenceRequest(url, headers)
      : [url, ...headers.map((header) => `--header ${header}`)].join(" "),
  ].join(" ");
}

/**
 * The commands that send a gRPC request through a route: a prediction, or the first open request of a route without
 * predictions. Empty for a route that takes only REST.
 */
export function grpcThrough(input: RouteScope, route: Route): readonly string[] {
  const [method] = route.grpc?.methods ?? [];
  if (method === undefined) return [];
  return [
    readDefinition(input),
    ...(method === inferMethod ? [`node --eval '${grpcRequest(route.target.name)}' > grpc.json`] : []),
    grpcCall(input, route, method),
  ];
}

/** The commands that read the metadata of the target by gRPC. Empty if the route does not open them. */
export function grpcMetadataThrough(input: RouteScope, route: Route): readonly string[] {
  const method = route.grpc?.methods.find((name) => name === "ModelMetadata");
  return method === undefined ? [] : [readDefinition(input), grpcCall(input, route, method)];
}

/** The gateway closes the paths of gRPC's reflection, so grpcurl reads the definition of the service from a file. */
function readDefinition({ scope }: RouteScope): string {
  return `curl --silent --show-error --fail --location --remote-name https://raw.githubusercontent.com/SeldonIO/seldon-core/v${seldonVersionOf(scope.cluster)}/apis/mlops/v2_dataplane/${protoFile}`;
}

function grpcCall(input: RouteScope, route: Route, method: string): string {
  const { host, target, grpc } = route;
  const { address } = input.edge;
  const infers = method === inferMethod;
  const { certificate, key } = clientCertificate;
  return [
    "grpcurl",
    ...(knowsAuthority(input) ? [`-cacert ${authorityFile}`] : []),
    ...(authorityOf(route) === undefined ? [] : [`-cert ${certificate} -key ${key}`]),
    ...(jwtOf(route) === undefined ? [] : [`-H ${tokenHeader}`]),
    // The address is not the host if the DNS does not contain the host yet.
    `-authority ${host}`,
    `-proto ${protoFile}`,
    `-d ${infers ? "@" : `'{"name":"${target.name}"}'`}`,
    shellWord(`${address === undefined ? host : inUrl(address)}:443`),
    `${grpc?.service}/${method}`,
    ...(infers ? ["< grpc.json"] : []),
  ].join(" ");
}

const inferMethod = "ModelInfer";

const protoFile = "v2_dataplane.proto";

/** Writes the inputs of request.json as gRPC needs them. It contains no single quote and no line break, as in \`request.ts\`. */
function grpcRequest(model: string): string {
  return [
    `const { inputs } = JSON.parse(fs.readFileSync("request.json", "utf8"))`,
    `const field = (datatype) => datatype.toLowerCase().replace(/^(u?int)(8|16|32)$/, "$1") + "_contents"`,
    `const values = ({ datatype, data }) => data.flat(Infinity).map((value) => datatype === "BYTES" ? Buffer.from(value).toString("base64") : value)`,
    `const input = ({ name, datatype, shape, data }) => ({ name, datatype, shape, contents: { [field(datatype)]: values({ datatype, data }) } })`,
    `console.log(JSON.stringify({ model_name: "${model}", inputs: inputs.map(input) }))`,
  ].join("; ");
}

/** An address as a part of a URL. */
function inUrl(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
