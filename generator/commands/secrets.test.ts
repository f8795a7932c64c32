import { expect, test } from "vitest";
import { addonSandbox, allAddons } from "../testing/addon-sandbox.ts";
import { tenantry } from "../testing/command-line.ts";
import { routedSample } from "../testing/routed-sample.ts";
import { merge } from "../validate/merge.ts";

interface Listed {
  readonly namespace: string;
  readonly name: string;
  readonly keys?: readonly { readonly key: string; readonly format: string }[];
  readonly usedBy: readonly string[];
  readonly unused: boolean;
  readonly delivery: { readonly by: string; readonly path?: string; readonly commands?: readonly string[] };
}

async function listed(root: string): Promise<ReadonlyMap<string, Listed>> {
  const { code, out } = await tenantry(root, ["secrets", "--cluster", "staging", "--output", "json"]);
  expect(code, out).toBe(0);
  const [report]: { readonly cluster: string; readonly secrets: readonly Listed[] }[] = JSON.parse(out);
  expect(report?.cluster).toBe("staging");
  return new Map(report?.secrets.map((secret) => [`${secret.namespace}/${secret.name}`, secret]));
}

const fromStore = { harbor: { secrets: { "harbor-admin": { store: "vault", path: "harbor/admin" } } } };

test("the Secrets of a cluster, with what delivers and what uses each", async () => {
  const secrets = await listed(addonSandbox(merge(allAddons, fromStore, "keep"), "all"));
  const delivery = (name: string): readonly unknown[] => [secrets.get(name)?.delivery.by, secrets.get(name)?.usedBy];
  expect(delivery("argocd/repository-credentials")).toEqual(["hand", ["Argo CD"]]);
  expect(delivery("harbor/harbor-token")).toEqual(["hand", ["harbor/core"]]);
  expect(delivery("harbor/harbor-core")).toEqual(["chart", ["harbor/registry"]]);
  expect(delivery("churn/artifacts-minio")).toEqual(["store", ["Model churn"]]);
  expect(delivery("churn/seldon-rclone-gs-public")).toEqual(["git", ["Seldon's agents"]]);
  expect(delivery("recommendation-engine/seldon-kafka-client")[0]).toBe("copy");
  expect(delivery("kafka/user-recommendation-engine")).toEqual([
    "operator",
    ["the copy recommendation-engine/seldon-kafka-client"],
  ]);
  expect(secrets.get("harbor/harbor-admin")?.delivery).toEqual({
    by: "store",
    store: "vault",
    path: "ml-platform/platform/harbor/admin",
  });
  // The tenants get a bucket, and no artifact store names it.
  const unused = [...secrets.values()].filter((secret) => secret.unused).map(({ name }) => name);
  expect([...new Set(unused)].sort()).toEqual(["feature-store", "object-store"]);
  expect(secrets.get("harbor/harbor-registry-login")?.keys).toEqual([
    { key: "REGISTRY_PASSWD", format: "password" },
    { key: "REGISTRY_HTPASSWD", format: "htpasswd", user: "harbor_registry_user", of: "REGISTRY_PASSWD" },
  ]);
});

test("without an add-on that copies Secrets, the commands copy them", async () => {
  const secrets = await listed(addonSandbox({ strimzi: {} }, "all"));
  const client = secrets.get("recommendation-engine/seldon-kafka-client");
  expect(client?.delivery.by).toBe("hand");
  expect(client?.delivery.commands?.join("\n")).toContain("get secret user-recommendation-engine --namespace kafka");
});

const partners = {
  to: { model: "fraud-v1-baseline" },
  authentication: { clientCertificate: { authority: "partners" } },
};

test("certificates of routes: issued, of the authority of an issuer, and of the authority of clients", async () => {
  const secrets = await listed(routedSample({ routes: { r: partners } }));
  const found = (name: string): unknown => {
    const { keys, usedBy, delivery } = secrets.get(name) ?? {};
    return [keys?.map(({ key }) => key), usedBy, delivery?.by];
  };
  expect(found("istio-ingress/fraud-detection.routes")).toEqual([
    ["tls.crt", "tls.key"],
    ["routes of fraud-detection"],
    "object",
  ]);
  expect(found("cert-manager/acme-ca")).toEqual([["tls.crt", "tls.key"], ["ClusterIssuer acme-ca"], "hand"]);
  expect(found("istio-ingress/fraud-detection.partners")).toEqual([["ca.crt"], ["routes of fraud-detection"], "hand"]);
  // A certificate that signs for itself would be of no use.
  const commands = secrets.get("cert-manager/acme-ca")?.delivery.commands ?? [];
  expect(commands).toContain("take tls.crt");
  expect(commands.join("\n")).not.toContain("openssl");
});

test("one Secret contains the certificate of all hosts, and a person creates it", async () => {
  const secrets = await listed(routedSample({ certificates: { secret: "models-tls" } }));
  expect(secrets.get("istio-ingress/models-tls")).toMatchObject({
    usedBy: ["the routes of all tenants"],
    delivery: { by: "hand" },
  });
  expect(secrets.has("istio-ingress/fraud-detection.routes")).toBe(false);
});

test.each(["text", "markdown"])("%s contains each namespace, what is unused, and the commands", async (form) => {
  const { code, out } = await tenantry(addonSandbox(allAddons, "all"), [
    "secrets",
    "--cluster",
    "staging",
    "--output",
    form,
  ]);
  expect(code).toBe(0);
  for (const text of ["Namespace harbor on staging", "Unused on staging", "create secret generic harbor-token"])
    expect(out).toContain(text);
});
