import { describe, expect, test } from "vitest";
import { classesAddon, mergeAddon, sandboxWithAddons } from "../../testing/addon-clusters.ts";
import { errorsIn } from "../../testing/inventory.ts";
import { mergeSpec, tenantText, write } from "../../testing/sandbox.ts";
import type { RawMap } from "../merge.ts";

/** "code message" of every error. */
function errors(root: string): readonly string[] {
  return errorsIn(root).map(({ code, message }) => `${code} ${message}`);
}

const onStaging = (name: string, more: string): string =>
  tenantText(name, more).replace("clusters: { production: {} }", "clusters: { staging: {} }");

const pipelines = `
  servers: { mlserver: { template: mlserver } }
  models: { a: { storageUri: "s3://churn/model/7", memory: 64Mi, requirements: [sklearn] } }
  pipelines: { p: { steps: { a: {} }, output: [a] } }
`;

function retiring(addon: string, differences: RawMap, tenant?: string): string {
  const root = sandboxWithAddons();
  mergeAddon(root, "staging", addon, differences);
  if (tenant !== undefined) write(root, "tenants/churn.yaml", onStaging("churn", tenant));
  return root;
}

const withData = { retired: ["tenants", "cluster"], discards: ["cluster"] };

describe("an add-on that leaves is in use", () => {
  test.each([
    {
      name: "streaming, by a tenant with pipelines",
      root: () => retiring("strimzi", withData, pipelines),
      found: ["addons/in-use add-on strimzi is in use on staging: contract streaming is used by churn"],
    },
    {
      name: "streaming, by a tenant whose runtime is drained: nothing",
      root: () => retiring("strimzi", withData, `  lifecycle: drained${pipelines}`),
      found: [],
    },
    {
      name: "streaming, by a tenant that needs the service",
      root: () => retiring("strimzi", withData, "  network: { needs: [kafka] }\n"),
      found: ["addons/in-use add-on strimzi is in use on staging: contract streaming is used by churn"],
    },
    {
      name: "load balancers, by a quota",
      root: () => retiring("metallb", { retired: ["pools"] }, "  quota: { size: small, loadBalancers: 1 }\n"),
      found: ["addons/in-use add-on metallb is in use on staging: contract loadBalancers is used by churn"],
    },
    {
      name: "load balancers, by no tenant",
      root: () => retiring("metallb", { retired: ["pools"] }),
      found: [],
    },
    {
      name: "secrets, by a tenant's own Secret",
      root: () =>
        retiring(
          "external-secrets",
          { retired: ["external-secrets"] },
          "  secrets: { db: { keys: [password], from: { store: vault, path: churn/db } } }\n",
        ),
      found: ["addons/in-use add-on external-secrets is in use on staging: contract secrets is used by churn"],
    },
    {
      name: "certificates, by nothing",
      root: () => retiring("cert-manager", { retired: ["issuers", "cert-manager"] }, pipelines),
      found: [],
    },
  ])("$name", ({ root, found }) => {
    expect(errors(root())).toEqual(found);
  });

  test.each([
    {
      contract: "streaming",
      root: () => retiring("strimzi", withData, pipelines),
      hint: "set services, and seldon.kafka with another service, under spec.platform",
    },
    {
      contract: "loadBalancers",
      root: () => retiring("metallb", { retired: ["pools"] }, "  quota: { size: small, loadBalancers: 1 }\n"),
      hint: "Set quota.loadBalancers of these tenants to 0.",
    },
    {
      contract: "secrets",
      root: () => retiring("external-secrets", { retired: ["external-secrets"] }, pipelines),
      hint: "If an add-on gives them Secrets, retire its part tenants first.",
    },
  ])("the hint about $contract contains the changes after which the add-on can leave", ({ root, hint }) => {
    const found = errorsIn(root()).filter(({ code }) => code === "addons/in-use");
    expect(found.map((diagnostic) => diagnostic.hint)).toEqual([expect.stringContaining(hint)]);
  });

  test("an add-on that another one needs", () => {
    const root = retiring("gateway-api", { retired: ["definitions"] });
    write(root, "platform/addons/classes.yaml", classesAddon("  needs: [gateway-api]\n"));
    mergeAddon(root, "staging", "classes", {});
    expect(errors(root)).toEqual(["addons/in-use add-on gateway-api is in use on staging: add-on classes needs it"]);
  });

  test("its streaming is written by hand in the same commit: nothing", () => {
    const root = retiring("strimzi", withData, pipelines);
    mergeSpec(root, "clusters/staging/cluster.yaml", {
      platform: {
        services: { streams: { namespace: "streams", pods: { app: "kafka" }, ports: [{ port: 9092 }] } },
        seldon: { kafka: { service: "streams", bootstrap: "kafka.streams:9092" } },
      },
    });
    expect(errors(root)).toEqual([]);
  });

  test("its pools are written by hand in the same commit: nothing", () => {
    const root = retiring("metallb", { retired: ["pools"] }, "  quota: { size: small, loadBalancers: 1 }\n");
    mergeSpec(root, "clusters/staging/cluster.yaml", { network: { loadBalancerPools: { own: ["192.168.9.0/28"] } } });
    expect(errors(root)).toEqual([]);
  });
});

describe("parts", () => {
  test.each([
    { retired: ["cluster"], found: ["addons/retired invalid order: cluster of add-on strimzi leaves after tenants"] },
    {
      retired: ["tenants", "operator"],
      found: ["addons/retired invalid order: operator of add-on strimzi leaves after cluster"],
    },
    { retired: ["tenants", "clster"], found: ["reference/unknown unknown part clster of add-on strimzi"] },
    {
      retired: ["tenants", "cluster", "operator", "tenants"],
      found: ["addons/retired invalid part tenants: add-on strimzi has no further part"],
    },
    {
      retired: ["tenants", "cluster"],
      found: [
        "addons/in-use Application cluster of add-on strimzi contains data on staging: the topics of all tenants",
      ],
    },
    { retired: ["tenants"], found: [] },
  ])("$retired: $found", ({ retired, found }) => {
    expect(errors(retiring("strimzi", { retired }))).toEqual(found);
  });

  test("an Application without data cannot be discarded", () => {
    expect(errors(retiring("strimzi", { discards: ["operator"] }))).toEqual([
      "reference/unknown unknown Application with data operator of add-on strimzi",
    ]);
  });
});
