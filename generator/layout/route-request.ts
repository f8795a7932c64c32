import { jwtOf } from "../generate/routes/authentication.ts";
import type { RouteScope } from "../generate/routes/route-objects.ts";
import { authorityOf, type Route } from "../patterns/route.ts";
import { shellWord } from "../text/shell-word.ts";
import { seldonVersionOf } from "../validate/effective.ts";
import { inferenceRequest } from "./request.ts";

/** The variable of the shell with the token of a client. `:?` stops a command whose variable is empty. */
const tokenHeader = `"Authorization: Bearer \${TOKEN:?}"`;

/** The file with the certificate of the authority that signs the certificates of the routes. */
export const authorityFile = "ca.crt";

const clientCertificate = { certificate: "client.crt", key: "client.key" } as const;

/** Whether clients send predictions by REST through the route. */
export function takesPredictions({ rest }: Route): boolean {
  return rest?.requests.some(({ method }) => method === "POST") ?? false;
}

/** The arguments of curl for a request through a route. Undefined for a route that takes only gRPC. */
export function curlThrough({ edge }: RouteScope, route: Route): string | undefined {
  const requests = route.rest?.requests ?? [];
  const request = requests.find(({ method }) => method === "POST") ?? requests.at(-1);
  if (request === undefined) return undefined;
  const address = `https://${route.host}${request.path}`;
  const headers = jwtOf(route) === undefined ? [] : [tokenHeader];
  const { certificate, key } = clientCertificate;
  return [
    `--cacert ${authorityFile}`,
    ...(authorityOf(route) === undefined ? [] : [`--cert ${certificate} --key ${key}`]),
    ...(edge.address === undefined ? [] : [`--resolve ${shellWord(`${route.host}:443:${inUrl(edge.address)}`)}`]),
    request.method === "POST"
      ? inferenceRequest(address, headers)
      : [address, ...headers.map((header) => `--header ${header}`)].join(" "),
  ].join(" ");
}

/**
 * The commands that send a gRPC request through a route. Empty for a route that takes only REST. The gateway closes the paths of
 * gRPC's reflection, so grpcurl reads the definition of the service from a file.
 */
export function grpcThrough({ scope, edge }: RouteScope, route: Route): readonly string[] {
  const { grpc, host, target } = route;
  if (grpc === undefined) return [];
  const [method = ""] = grpc.methods;
  const infers = method === "ModelInfer";
  const { certificate, key } = clientCertificate;
  const call = [
    `grpcurl -cacert ${authorityFile}`,
    ...(authorityOf(route) === undefined ? [] : [`-cert ${certificate} -key ${key}`]),
    ...(jwtOf(route) === undefined ? [] : [`-H ${tokenHeader}`]),
    // The address is not the host if the DNS does not contain the host yet.
    `-authority ${host}`,
    `-proto ${protoFile}`,
    `-d ${infers ? "@" : `'{"name":"${target.name}"}'`}`,
    shellWord(`${edge.address === undefined ? host : inUrl(edge.address)}:443`),
    `${grpc.service}/${method}`,
    ...(infers ? ["< grpc.json"] : []),
  ].join(" ");
  return [
    `curl --silent --show-error --fail --location --remote-name https://raw.githubusercontent.com/SeldonIO/seldon-core/v${seldonVersionOf(scope.cluster)}/apis/mlops/v2_dataplane/${protoFile}`,
    ...(infers ? [`node --eval '${grpcRequest(target.name)}' > grpc.json`] : []),
    call,
  ];
}

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
