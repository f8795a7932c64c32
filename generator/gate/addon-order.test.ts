import { describe, expect, test } from "vitest";
import { classesAddon, mergeAddon, removeFields, sandboxWithAddons } from "../testing/addon-clusters.ts";
import { findings } from "../testing/command-line.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { tenantText, write } from "../testing/sandbox.ts";
import { lifecycleViolations } from "./lifecycle-order.ts";

const cluster = "clusters/staging/cluster.yaml";

/** Without git, the files on disk count as merged. */
function merged(root: string, ...files: readonly string[]): string {
  for (const file of files) write(root, `clusters/staging/${file}`, "# merged\n");
  return root;
}

const strimzi = ["application-cluster", "application-guardrails", "application-operator", "appproject-strimzi"].map(
  (name) => `applications/addons/strimzi/${name}.yaml`,
);
const share = "rendered/addons/tenant-shares/churn/kafkauser-churn.yaml";

async function violations(root: string): Promise<readonly string[]> {
  const found = await lifecycleViolations(root, inventoryOf(root));
  return found.map(({ code, message, at }) => `${at.file} ${code} ${message}`);
}

describe("an add-on without its entry", () => {
  const removed = (...files: readonly string[]): string => {
    const root = merged(sandboxWithAddons(), ...files);
    removeFields(root, cluster, [["spec", "addons", "strimzi"]]);
    return root;
  };

  test("is reported while the merged revision contains its Applications", async () => {
    expect(await violations(removed(...strimzi))).toEqual([
      `${cluster} lifecycle/out-of-order add-on strimzi is still installed on staging: without its entry, Argo CD would delete cluster and operator at once, in no order`,
    ]);
  });

  test("is not reported if only its project and its network policies remain", async () => {
    expect(await violations(removed(...strimzi.filter((file) => !/cluster|operator/.test(file))))).toEqual([]);
  });

  test("is the only finding, although pipelines have no Kafka without it", async () => {
    const root = removed(...strimzi);
    const pipelines = `
  servers: { mlserver: { template: mlserver } }
  models: { a: { storageUri: gs://seldon-models/scv2/samples/mlserver_1.6.0/iris-sklearn, memory: 64Mi, requirements: [sklearn] } }
  pipelines: { p: { steps: { a: {} }, output: [a] } }
`;
    write(root, "tenants/churn.yaml", tenantText("churn", pipelines).replace("production: {}", "staging: {}"));
    expect(await findings(root)).toEqual([expect.stringMatching(`^${cluster}:\\d+:\\d+ lifecycle/out-of-order$`)]);
  });

  test("and without any other entry is reported at the spec", async () => {
    const root = merged(sandboxWithAddons(), ...strimzi);
    removeFields(root, cluster, [["spec", "addons"]]);
    expect(await violations(root)).toHaveLength(1);
  });
});

describe("an Application with data that the add-on no longer has", () => {
  const application = "clusters/staging/applications/addons/classes/application-derived.yaml";
  const changed = (): string => {
    const root = sandboxWithAddons();
    write(root, "platform/addons/classes.yaml", classesAddon().replace(/^ {4}derived:.*\n/m, ""));
    mergeAddon(root, "staging", "classes", {});
    write(root, application, "metadata: { annotations: { tenantry.dev/data: the priorities } }\n");
    return root;
  };

  test("is reported with the data of the merged revision", async () => {
    expect(await violations(changed())).toEqual([
      `${cluster} addons/in-use Application derived of add-on classes contains data on staging: the priorities`,
    ]);
  });

  test("is not reported without data", async () => {
    const root = changed();
    write(root, application, "metadata: { name: derived }\n");
    expect(await violations(root)).toEqual([]);
  });
});

describe("parts that leave", () => {
  const retiring = (retired: readonly string[], ...files: readonly string[]): string => {
    const root = merged(sandboxWithAddons(), ...files);
    mergeAddon(root, "staging", "strimzi", { retired, discards: ["cluster"] });
    return root;
  };

  test.each([
    {
      name: "two Applications in one commit",
      root: () => retiring(["tenants", "cluster", "operator"], ...strimzi),
      found: [
        "part operator of add-on strimzi leaves staging together with cluster: merge a commit without cluster first",
      ],
    },
    {
      name: "an Application together with the objects of the tenants",
      root: () => retiring(["tenants", "cluster"], ...strimzi, share),
      found: [
        "part cluster of add-on strimzi leaves staging together with tenants: merge a commit without tenants first",
      ],
    },
    {
      name: "an Application together with the objects for a shared runtime",
      root: () => retiring(["tenants", "cluster"], ...strimzi, "applications/addons/strimzi/application-runtime.yaml"),
      found: [
        "part cluster of add-on strimzi leaves staging together with tenants: merge a commit without tenants first",
      ],
    },
    { name: "the objects of the tenants alone", root: () => retiring(["tenants"], ...strimzi, share), found: [] },
    { name: "an Application after them", root: () => retiring(["tenants", "cluster"], ...strimzi), found: [] },
    {
      name: "objects of another kind",
      root: () => retiring(["tenants", "cluster"], ...strimzi, share.replace("kafkauser", "role")),
      found: [],
    },
  ])("$name: $found", async ({ root, found }) => {
    expect(await violations(root())).toEqual(found.map((message) => `${cluster} lifecycle/out-of-order ${message}`));
  });
});
