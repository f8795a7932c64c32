import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { inventoryWith } from "../testing/rules.ts";
import { emptyFolder } from "../testing/sandbox.ts";
import { requestBody, requestTo } from "./request.ts";

const run = promisify(execFile);
const spec = `
servers: { mlserver: { template: mlserver } }
models:
  a: { storageUri: "s3://churn/a/1", requirements: [sklearn] }
  b: { storageUri: "s3://churn/b/1", requirements: [sklearn] }
pipelines:
  decide: { steps: { a: { inputs: [b] }, b: {} }, output: [a] }
  other: { steps: { b: {} }, output: [b] }
experiments:
  a: { candidates: { b: 1, a: 1 } }
  split: { candidates: { other: 1, decide: 1 } }
`;
const tenant = inventoryWith(spec)
  .clusters.flatMap(({ tenants }) => tenants)
  .find(({ name }) => name === "churn");

test.each([
  ["model", "a", "a", "a", "a"],
  ["pipeline", "decide", "decide.pipeline", "b", "decide"],
  ["experiment", "a", "a.experiment", "a", "a"],
  ["experiment", "split", "split.experiment", "b", "decide"],
] as const)(
  "a request to %s %s has the header %s, inputs described by %s and path %s",
  (kind, name, header, describedBy, path) => {
    if (tenant === undefined) throw new Error("missing tenant churn");
    const target = requestTo(tenant, kind, name);
    expect([target.header, target.describedBy]).toEqual([header, describedBy]);
    expect(target.request).toContain(`/v2/models/${path}/infer `);
  },
);

const unknown = { name: "input-0", datatype: "FP64", shape: [1, 4], data: [0, 0, 0, 0] };

test.each<readonly [answerOf: string, status: number, answer: string, inputs: readonly object[]]>([
  [
    "its inputs",
    200,
    `{"inputs":[{"name":"x","datatype":"FP32","shape":[-1,2]},{"name":"words","datatype":"BYTES","shape":[-1]},{"name":"is","datatype":"BOOL","shape":[1]}]}`,
    [
      { name: "x", datatype: "FP32", shape: [1, 2], data: [0, 0] },
      { name: "words", datatype: "BYTES", shape: [1], data: [""] },
      { name: "is", datatype: "BOOL", shape: [1], data: [false] },
    ],
  ],
  ["an empty list of inputs", 200, `{"name":"a","inputs":[]}`, [unknown]],
  ["no inputs", 200, `{"name":"a"}`, [unknown]],
  ["null as inputs", 200, `{"inputs":null}`, [unknown]],
  ["status 404", 404, "no such page", [unknown]],
])(
  "for a model that answers with %s, a request is written and sent without an error",
  async (_, status, answer, inputs) => {
    if (tenant === undefined) throw new Error("missing tenant churn");
    const bodies: unknown[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.on("data", (part) => {
        text += part;
      });
      request.on("end", () => {
        if (request.method === "POST") bodies.push([request.url, request.headers["seldon-model"], JSON.parse(text)]);
        response.writeHead(request.method === "POST" ? 200 : status).end(answer);
      });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    try {
      const lines = requestBody(requestTo(tenant, "model", "a")).map((line) =>
        line.replaceAll("localhost:8080", `127.0.0.1:${port}`),
      );
      const { stderr } = await run("sh", ["-c", lines.join("\n")], { cwd: emptyFolder() });
      expect(stderr).toBe("");
      expect(bodies).toEqual([["/v2/models/a/infer", "a", { inputs }]]);
    } finally {
      server.close();
    }
  },
);
