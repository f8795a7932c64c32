import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as askHttps } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** The user of a request. Without a caller, the request is from a cluster administrator. */
interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
}

export interface ApiServerResponse {
  readonly status: number;
  readonly body: unknown;
}

export interface ApiServer {
  readonly request: (method: string, path: string, body?: unknown, as?: Caller) => Promise<ApiServerResponse>;
  readonly port: number;
  /** The bearer token of a cluster administrator. */
  readonly token: string;
  readonly stop: () => Promise<void>;
}

/** Two ways to change an object: PATCH is server-side apply, MERGE is a merge patch. */
const contentTypes: Readonly<Record<string, string>> = {
  PATCH: "application/apply-patch+yaml",
  MERGE: "application/merge-patch+json",
};

/** Starts a real API server with its own etcd, on free ports of this machine. It authorizes every request. */
export async function startApiServer(programs: {
  readonly apiServer: string;
  readonly etcd: string;
}): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-api-"));
  const token = "administrator-of-a-test";
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  writeFileSync(join(folder, "sa.key"), privateKey.export({ type: "pkcs1", format: "pem" }));
  writeFileSync(join(folder, "sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
  writeFileSync(join(folder, "tokens.csv"), `${token},administrator,administrator,system:masters\n`);
  const [store, peer, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const here = (count: number): string => `http://127.0.0.1:${count}`;
  const started = [
    spawn(programs.etcd, [
      ...["--data-dir", join(folder, "etcd"), "--unsafe-no-fsync"],
      ...["--listen-client-urls", here(store), "--advertise-client-urls", here(store)],
      ...["--listen-peer-urls", here(peer), "--initial-advertise-peer-urls", here(peer)],
      ...["--initial-cluster", `default=${here(peer)}`],
    ]),
    spawn(programs.apiServer, [
      ...[`--etcd-servers=${here(store)}`, "--endpoint-reconciler-type=none", "--bind-address=127.0.0.1"],
      ...["--advertise-address=127.0.0.1", `--secure-port=${port}`, `--cert-dir=${join(folder, "certs")}`],
      ...["--authorization-mode=AlwaysAllow", `--token-auth-file=${join(folder, "tokens.csv")}`],
      ...["--disable-admission-plugins=ServiceAccount", "--service-cluster-ip-range=10.43.0.0/16"],
      ...[
        `--service-account-key-file=${join(folder, "sa.pub")}`,
        "--service-account-issuer=https://kubernetes.default.svc",
      ],
      `--service-account-signing-key-file=${join(folder, "sa.key")}`,
    ]),
  ];
  const ask: ApiServer["request"] = (method, path, body, as) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": contentTypes[method] ?? "application/json",
        ...(as === undefined ? {} : { "impersonate-user": as.user, "impersonate-group": [...as.groups] }),
      };
      // The server has a new self-signed certificate.
      const sent = askHttps(
        {
          port,
          host: "127.0.0.1",
          path,
          method: method === "MERGE" ? "PATCH" : method,
          headers,
          rejectUnauthorized: false,
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on("data", (part: Buffer) => parts.push(part));
          answer.on("end", () => {
            const text = Buffer.concat(parts).toString();
            resolve({ status: answer.statusCode ?? 0, body: text.startsWith("{") ? JSON.parse(text) : text });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  const stop = async (): Promise<void> => {
    const ends = started.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    // Their data is deleted, so they do not need to shut down cleanly.
    for (const child of started) child.kill("SIGKILL");
    await Promise.all(ends);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries += 1) {
    const answer = await ask("GET", "/readyz").catch(() => undefined);
    if (answer?.status === 200) return { request: ask, port, token, stop };
    if (tries === 300) {
      await stop();
      throw new Error("the API server is not ready after 300 attempts");
    }
    await wait(200);
  }
}

/** A port of this machine that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
