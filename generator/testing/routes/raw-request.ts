import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Header, OutsideRequest } from "../../evaluate/routes/request.ts";

/** The response of a proxy. */
export interface RawResponse {
  readonly status: number;
  readonly body: string;
  /** The request that the upstream server received. Undefined if the proxy responded itself. */
  readonly upstream: { readonly path: string; readonly headers: readonly Header[] } | undefined;
}

/** Sends a request byte for byte, so that no client changes its path. A request for gRPC uses HTTP/2 without TLS. */
export async function sendRaw(port: number, request: OutsideRequest, token?: string): Promise<RawResponse> {
  const authorization: readonly Header[] = token === undefined ? [] : [["Authorization", `Bearer ${token}`]];
  const headers = [...request.headers, ...authorization];
  return request.protocol === "grpc" ? sendHttp2(port, request, headers) : sendHttp1(port, request, headers);
}

async function sendHttp1(port: number, request: OutsideRequest, headers: readonly Header[]): Promise<RawResponse> {
  const lines = [
    `${request.method} ${request.path} HTTP/1.1`,
    `Host: ${request.host}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    ...(request.method === "POST" ? ["Content-Length: 0"] : []),
  ];
  const chunks: Buffer[] = [];
  await new Promise<void>((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on("data", (data) => chunks.push(data));
    // A proxy may respond and close before it has read a long request.
    socket.on("error", () => {});
    socket.on("close", () => done());
  });
  const text = Buffer.concat(chunks).toString("latin1");
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  return responseOf(Number(head.split(" ")[1]), /^x-upstream:/im.test(head), body);
}

async function sendHttp2(port: number, request: OutsideRequest, headers: readonly Header[]): Promise<RawResponse> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  try {
    return await new Promise<RawResponse>((done, fail) => {
      session.once("error", fail);
      const stream = session.request({
        ":method": request.method,
        ":path": request.path,
        ":authority": request.host,
        "content-type": "application/grpc",
        te: "trailers",
        ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      });
      const chunks: Buffer[] = [];
      stream.once("error", fail);
      stream.once("response", (fields) => {
        stream.on("data", (data) => chunks.push(data));
        stream.once("end", () => {
          const own = gRPCStatuses.get(Number(fields["grpc-status"])) ?? Number(fields[":status"]);
          done(responseOf(own, fields["x-upstream"] !== undefined, Buffer.concat(chunks).toString("latin1")));
        });
      });
      stream.end();
    });
  } finally {
    session.destroy();
  }
}

/** Envoy responds to gRPC clients with a gRPC status. These are the HTTP statuses that it stands for. */
const gRPCStatuses = new Map([
  [7, 403],
  [12, 404],
  [13, 400],
  [16, 401],
]);

function responseOf(status: number, fromUpstream: boolean, body: string): RawResponse {
  if (!fromUpstream) return { status, body, upstream: undefined };
  const start = body.indexOf("{");
  const echoed: unknown = JSON.parse(body.slice(start, body.lastIndexOf("}") + 1));
  const values = listAt(echoed, "headers").map(String);
  const headers = values.flatMap((name, index): readonly Header[] =>
    index % 2 === 0 ? [[name.toLowerCase(), values[index + 1] ?? ""]] : [],
  );
  return { status, body, upstream: { path: textAt(echoed, "path") ?? "", headers } };
}
