import { expect, test } from "vitest";
import { findingsInUnit } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { capacityQuotaLoosened } from "./quota-loosened.ts";

const declared = {
  "requests.cpu": "8",
  "requests.memory": "16Gi",
  "limits.cpu": "24",
  "limits.memory": "32Gi",
  "requests.storage": "200Gi",
  "requests.nvidia.com/gpu": "0",
  persistentvolumeclaims: "6",
  "services.loadbalancers": "0",
  "count/models.mlops.seldon.io": "20",
  "count/servers.mlops.seldon.io": "4",
};

function quota(changed: Readonly<Record<string, string | undefined>> = {}, more = ""): string {
  const lines = Object.entries({ ...declared, ...changed }).flatMap(([key, value]) =>
    value === undefined ? [] : [`    ${key}: "${value}"\n`],
  );
  return `apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec:${more}
  hard:
${lines.join("")}`;
}
const range = (max: string): string =>
  `---\napiVersion: v1\nkind: LimitRange\nmetadata: { name: container-limits, namespace: churn }\nspec: { limits: [{ type: Container, max: ${max} }] }\n`;

test.each([
  { name: "quotas as declared", yaml: quota(), found: [] },
  { name: "an equal amount in another notation", yaml: quota({ "requests.cpu": undefined, cpu: "8000m" }), found: [] },
  { name: "smaller amounts", yaml: quota({ "requests.cpu": "4", "services.loadbalancers": "0" }), found: [] },
  {
    name: "ten times the declared amount",
    yaml: quota({ "requests.memory": "160Gi" }),
    found: ["7:22 requests.memory 160Gi exceeds the amount in the tenant file: 16Gi"],
  },
  {
    name: "a missing key",
    yaml: quota({ "limits.cpu": undefined }),
    found: ["5:3 missing maximum for limits.cpu: the tenant file sets 24"],
  },
  {
    name: "a missing count",
    yaml: quota({ "count/models.mlops.seldon.io": undefined }),
    found: ["5:3 missing maximum for models: the tenant file sets 20"],
  },
  {
    name: "a second quota that is larger",
    yaml: `${quota()}---\n${quota({ "requests.cpu": "80" }).replace("tenant-quota", "more")}`,
    found: [],
  },
  {
    name: "a quota for some pods only",
    yaml: `${quota({ "requests.cpu": "80" })}---\n${quota({}, "\n  scopes: [BestEffort]").replace("tenant-quota", "some")}`,
    found: ["6:19 requests.cpu 80 exceeds the amount in the tenant file: 8"],
  },
  { name: "a container's limits as declared", yaml: quota() + range("{ cpu: 8, memory: 32Gi }"), found: [] },
  {
    name: "a container's limits raised, and dropped",
    yaml: quota() + range("{ cpu: 9 }"),
    found: [
      "20:49 the CPU limit of a container 9 exceeds the amount in the tenant file: 8",
      "20:9 missing maximum for the memory limit of a container: the tenant file sets 32Gi",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityQuotaLoosened, yaml, churnOnProduction())).toEqual(found);
});

test("a whole tenant without any quota is reported for each number", () => {
  const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: { name: churn }\n";
  expect(findingsInUnit(capacityQuotaLoosened, namespace, churnOnProduction())).toHaveLength(
    Object.keys(declared).length + 2,
  );
  expect(findingsIn(capacityQuotaLoosened, namespace, churnOnProduction())).toEqual([]);
});

test("a larger quota in the tenant file is accepted", () => {
  const context = churnOnProduction('quota: { requests: { cpu: "80" }, limits: { cpu: "80" } }');
  expect(findingsIn(capacityQuotaLoosened, quota({ "requests.cpu": "80", "limits.cpu": "80" }), context)).toEqual([]);
});

test("a folder without a tenant file is accepted", () => {
  expect(findingsIn(capacityQuotaLoosened, quota({ "requests.cpu": "80" }))).toEqual([]);
});
