import { spawn } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, type createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { programsOnPath } from "../../tools/on-path.ts";

/** A program or a server on the loopback interface. */
export interface Running {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** The path of a program from an environment variable, or on the PATH. Undefined if it is missing. */
export function programOf(variable: string, name: string): string | undefined {
  return process.env[variable] || programsOnPath(name, { env: process.env })[0];
}

/** Starts a program, and waits until it accepts connections on a port. */
export async function startProgram(program: string, args: readonly string[], port: number): Promise<Running> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(String(data)));
  const ended = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", (error) => {
      output.push(String(error));
      done();
    });
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await accepts(port)) return { port, stop };
    if (child.exitCode !== null || child.pid === undefined) break;
    await sleep(100);
  }
  await stop();
  throw new Error(`${program} does not listen on port ${port}: ${output.join("").slice(-4_000)}`);
}

/** Responds to each request with its path and its headers as JSON, and with the header x-upstream. */
export async function startUpstream(): Promise<Running> {
  const server = createHttpServer((request, response) => {
    request.resume();
    response.setHeader("x-upstream", "true");
    response.end(JSON.stringify({ path: request.url, headers: request.rawHeaders }));
  });
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { port, stop };
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}
