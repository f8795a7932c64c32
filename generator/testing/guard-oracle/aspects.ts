import fc from "fast-check";
import { componentNames } from "./components.ts";

/** Clusters of each case. */
export const clusterNames = ["alpha", "beta", "gamma"] as const;
export type OracleCluster = (typeof clusterNames)[number];

/** The fields of one aspect in a file, for all clusters or as an override for some. */
export interface Placed {
  readonly fields: Spec;
  readonly on: readonly OracleCluster[] | "all";
}

export type Spec = Readonly<Record<string, unknown>>;
export type Aspects = Readonly<Record<string, Placed | null>>;

/** External networks: some contain the cluster's networks, some are next to them, some are halves or neighbours. */
const four = [
  ..."203.0.113.0/24 203.0.113.0/25 203.0.113.128/25 203.0.113.8/32 203.0.113.8/31 10.0.0.0/8 10.40.0.0/14 10.42.0.0/15".split(
    " ",
  ),
  ..."192.168.0.0/16 192.168.0.0/23 168.0.0.0/5 0.0.0.0/0 0.0.0.0/1 128.0.0.0/1 126.0.0.0/7 169.254.0.0/15".split(" "),
];
const six = "::/0 ::/1 2000::/3 2001:db8::/32 2001:db8::/33 fe80::/9".split(" ");
const ports = [
  { port: 443 },
  { port: 443, protocol: "UDP" },
  { port: 444 },
  { port: 6443 },
  { port: 53, protocol: "UDP" },
  { port: 9000 },
];
/** Names that are similar to reserved names, but valid. */
const names = [
  "bureau",
  "corp",
  "x-to-api-server",
  "api-server-of-ours",
  "x-to-dns",
  "same",
  "control",
  "x-from-seldon-operator",
];
const waiver = (expires: string): Spec => ({ reason: "Not needed today", owner: "Retention", expires });

const some = <T>(values: readonly T[], maxLength = 2): fc.Arbitrary<readonly T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength });
const dictionary = (keys: readonly string[], value: fc.Arbitrary<unknown>, maxKeys = 2): fc.Arbitrary<Spec> =>
  fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, maxKeys });

const resources = (cpu: readonly (number | string)[], memory: readonly string[]): fc.Arbitrary<Spec> =>
  fc.record({ cpu: fc.constantFrom(...cpu), memory: fc.constantFrom(...memory) }, { requiredKeys: [] });
const containers = fc.record(
  {
    default: resources([1, 2], ["1Gi", "2Gi"]),
    defaultRequest: resources(["50m", "100m"], ["64Mi", "128Mi"]),
    max: resources([7, 8, 9], ["31Gi", "32Gi"]),
  },
  { requiredKeys: [] },
);
const external = (cidrs: readonly string[]): fc.Arbitrary<Spec> =>
  dictionary(
    names,
    fc.record({ cidrs: some(cidrs), ports: some(ports), why: fc.constantFrom("Bureau", "Scores") }),
  ).map((networks) => ({ network: { external: networks } }));
const serving = fc
  .record({
    triton: fc.boolean(),
    size: fc.constantFrom(undefined, "1Gi", "2Gi", "500Gi"),
    class: fc.constantFrom(undefined, undefined, "standard", "fast"),
    scale: fc.constantFrom<Spec>({}, {}, { replicas: 2 }, { minReplicas: 1, maxReplicas: 3 }),
    artifact: fc.constantFrom("s3://churn/model/7", "s3://churn/model/8", "s3://mlflow-artifacts/7"),
    pipeline: fc.boolean(),
  })
  .map((item): Spec => {
    const hasStorage = item.size !== undefined || item.class !== undefined;
    const template = item.triton ? "triton" : "mlserver";
    const storage = {
      ...(item.size === undefined ? {} : { size: item.size }),
      ...(item.class === undefined ? {} : { class: item.class }),
    };
    return {
      ...(hasStorage ? { serverConfigs: { own: { template, storage } } } : {}),
      servers: { server: { ...(hasStorage ? { config: "own" } : { template }), ...item.scale } },
      models: {
        model: { storageUri: item.artifact, requirements: [item.triton ? "onnx" : "sklearn"], memory: "64Mi" },
      },
      ...(item.pipeline ? { pipelines: { line: { steps: { model: {} } } } } : {}),
    };
  });

/** Every aspect of a tenant file, with its fields. */
const aspects: Readonly<Record<string, fc.Arbitrary<Spec>>> = {
  external: external(four),
  externalSix: external(six),
  needs: some(["mlflow", "minio", "kafka"]).map((needs) => ({ network: { needs } })),
  callers: fc.constant({ network: { callers: ["ingress"] } }),
  quota: fc
    .record(
      {
        size: fc.constantFrom("small", "small", "medium"),
        requests: resources([7, 8, 9], ["15Gi", "16Gi", "17Gi"]),
        limits: resources([23, 24, 25], ["32Gi", "33Gi"]),
        storage: fc.constantFrom("50Gi", "100Gi", "200Gi"),
        persistentVolumeClaims: fc.constantFrom(2, 6, 7),
        loadBalancers: fc.constantFrom(0, 1),
        objects: dictionary(["models", "pods", "servers"], fc.constantFrom(3, 20, 21)),
      },
      { requiredKeys: [] },
    )
    .map((quota) => ({ quota })),
  containers: containers.map((value) => ({ containers: value })),
  podSecurity: dictionary(["enforce", "audit", "warn"], fc.constantFrom("privileged", "baseline", "restricted")).map(
    (podSecurity) => ({ podSecurity }),
  ),
  labels: dictionary(
    ["acme.test/team", "acme.testing/team", "control-plane", "policy.sigstore.dev/include"],
    fc.constantFrom("red", "blue"),
  ).map((labels) => ({ labels })),
  groups: dictionary(["people", "others"], fc.constantFrom("viewer", "deployer", "pipeline")).map((groups) => ({
    access: { groups },
  })),
  accounts: dictionary(["train", "people"], fc.constantFrom("viewer", "pipeline")).map((serviceAccounts) => ({
    access: { serviceAccounts },
  })),
  secrets: dictionary(
    ["mine", "other"],
    fc.record({
      keys: fc.constant(["a"]),
      from: fc.constantFrom("manual", { store: "vault", path: "a" }, { store: "vault", path: "b/c" }),
    }),
  ).map((secrets) => ({ secrets })),
  pullSecrets: fc
    .constantFrom("manual", { store: "vault", path: "harbor" })
    .map((from) => ({ pullSecrets: { harbor: { registry: "harbor.acme.test", from } } })),
  lifecycle: fc.constant({ lifecycle: "suspended" }),
  nodePool: fc.constant({ nodePool: "gpu" }),
  serving,
  storage: dictionary(
    ["a", "b"],
    fc.record(
      { size: fc.constantFrom("1Gi", "3Gi", "50Gi"), class: fc.constantFrom("standard", "fast") },
      { requiredKeys: ["size"] },
    ),
  ).map((storage) => ({ storage })),
  components: some(componentNames).map((components) => ({ components })),
  waivers: dictionary(
    ["images/missing", "network/internet-without-exceptions"],
    fc.constantFrom(waiver("2027-06-30"), waiver("2027-07-30")),
  ).map((waivers) => ({ waivers })),
};

/** Aspects that have no overrides. */
const everywhere = ["groups", "accounts"];
/** Aspects that have no effect without a Server. */
export const aboutServers = ["nodePool", "callers"];

const somewhere = fc.oneof(
  { weight: 2, arbitrary: fc.constant("all" as const) },
  { weight: 3, arbitrary: fc.subarray([...clusterNames], { minLength: 1, maxLength: 2 }) },
);

/** A value of one aspect. */
export function placed(aspect: string): fc.Arbitrary<Placed> {
  const on = everywhere.includes(aspect) ? fc.constant("all" as const) : somewhere;
  return fc.record({ fields: aspects[aspect] ?? fc.constant({}), on });
}

interface AspectChange {
  readonly aspect: string;
  readonly before: Placed | null;
  readonly after: Placed | null;
}

/** A change of one aspect: another value, the same value on other clusters, or a value that is added or removed. */
export function changeOf(aspect: string): fc.Arbitrary<AspectChange> {
  const on = everywhere.includes(aspect) ? fc.constant("all" as const) : somewhere;
  const value = placed(aspect);
  const other = fc.record({ before: fc.option(value, { freq: 2 }), after: fc.option(value, { freq: 5 }) });
  const moved = fc.tuple(value, on).map(([before, where]) => ({ before, after: { ...before, on: where } }));
  return fc
    .oneof({ weight: 1, arbitrary: other }, { weight: 1, arbitrary: moved })
    .map((change) => ({ aspect, ...change }));
}

/** The names of all aspects. */
export const aspectNames: readonly string[] = Object.keys(aspects);
