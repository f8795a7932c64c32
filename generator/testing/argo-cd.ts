import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ApiServer, freePort } from "./api-server.ts";

/** The namespace of Argo CD in tests. */
export const argoCDNamespace = "argocd";

export interface ArgoCD {
  readonly stop: () => Promise<void>;
}

const partOf = { "app.kubernetes.io/part-of": "argocd" };
const metadata = (name: string): object => ({ name, namespace: argoCDNamespace, labels: partOf });

/** The settings that Argo CD's installation creates. */
const settings = [
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("argocd-cm") },
  { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("argocd-rbac-cm") },
  { apiVersion: "v1", kind: "Secret", metadata: metadata("argocd-secret"), stringData: { "server.secretkey": "test" } },
];

/**
 * Starts Argo CD's repository server and application controller on a real API server. They read Git repositories of this
 * machine, and render charts if they get helm. The controller serves its metrics on every address of the machine.
 */
export async function startArgoCD(
  server: ApiServer,
  programs: { readonly argoCD: string; readonly redis: string; readonly helm?: string },
): Promise<ArgoCD> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-argo-cd-"));
  for (const object of settings)
    await server.request("POST", `/api/v1/namespaces/${argoCDNamespace}/${object.kind.toLowerCase()}s`, object);
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, JSON.stringify(kubeconfigOf(server)));
  const [cache, repositories, ...metrics] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const redis = `127.0.0.1:${cache}`;
  const env = {
    ...process.env,
    KUBECONFIG: kubeconfig,
    ...(programs.helm === undefined ? {} : { PATH: `${dirname(programs.helm)}:${process.env["PATH"]}` }),
    ARGOCD_FAKE_IN_CLUSTER: "true",
    ARGOCD_GPG_ENABLED: "false",
    ...Object.fromEntries(
      ["ARGOCD_TLS_DATA_PATH", "ARGOCD_SSH_DATA_PATH", "ARGOCD_GNUPGHOME"].map((name) => [name, emptyIn(folder, name)]),
    ),
  };
  const component = (name: string, args: readonly string[]): ChildProcess =>
    spawn(programs.argoCD, [...args, "--redis", redis, "--loglevel", "error"], {
      env: { ...env, ARGOCD_BINARY_NAME: name },
      stdio: "ignore",
    });
  const started = [
    spawn(programs.redis, ["--port", `${cache}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""], {
      stdio: "ignore",
    }),
    component("argocd-repo-server", [
      ...["--disable-tls", "--address", "127.0.0.1", "--port", `${repositories}`],
      ...["--metrics-address", "127.0.0.1", "--metrics-port", `${metrics[0]}`],
    ]),
    component("argocd-application-controller", [
      ...["--namespace", argoCDNamespace, "--repo-server", `127.0.0.1:${repositories}`, "--repo-server-plaintext"],
      ...["--app-resync", "10", "--metrics-port", `${metrics[1]}`],
    ]),
  ];
  return {
    stop: async () => {
      const ends = started.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      for (const child of started) child.kill("SIGKILL");
      await Promise.all(ends);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function emptyIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

function kubeconfigOf({ port, token }: ApiServer): object {
  const named = (name: string, value: object): readonly object[] => [{ name: "test", [name]: value }];
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: named("context", { cluster: "test", user: "test", namespace: argoCDNamespace }),
    clusters: named("cluster", { server: `https://127.0.0.1:${port}`, "insecure-skip-tls-verify": true }),
    users: named("user", { token }),
  };
}
