import { createServer } from "node:http";
import type { CommandContext } from "../commands/context.ts";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FakeGitHub {
  /** The environment that makes a command call this server. */
  readonly env: CommandContext["env"];
  readonly requests: readonly RecordedRequest[];
}

const open: (() => void)[] = [];

/** Stops every server that a test started. `each-file.ts` calls it after each test. */
export function closeServers(): void {
  for (const close of open.splice(0)) close();
}

/** Serves GitHub's API on loopback, until the test ends. If `answers` returns undefined, the response is 404. */
export async function fakeGitHub(answers: (request: RecordedRequest) => unknown): Promise<FakeGitHub> {
  const asked: RecordedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const item = {
      method: request.method ?? "",
      path: request.url ?? "",
      body: text === "" ? undefined : JSON.parse(text),
    };
    asked.push(item);
    const answer = answers(item);
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    requests: asked,
    env: {
      ...process.env,
      GITHUB_TOKEN: "secret",
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: "acme/ml",
    },
  };
}
