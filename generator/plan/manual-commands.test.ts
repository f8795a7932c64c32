import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hubSandbox } from "../testing/hub.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { tenantText, write } from "../testing/sandbox.ts";
import { printable } from "../text/printable.ts";
import { lastStep } from "./after-removal.ts";
import { lastClusterStep } from "./cluster-last-step.ts";
import type { LastStep } from "./plan.ts";

const root = hubSandbox();
write(root, "tenants/churn.yaml", tenantText("churn"));
const inventory = inventoryOf(root);
const [production] = inventory.clusters.filter(({ name }) => name === "production");
if (production === undefined) throw new Error("missing cluster production");
const ofCluster = lastClusterStep(inventory, production);
const ofTenant = lastStep(["churn"], ["production"]);

/** The output of the fake kubectl for get commands, by a part of the arguments. */
type Objects = Readonly<Record<string, string>>;

const empty: Objects = {};
const own: Objects = {
  "get applications --namespace":
    "application.argoproj.io/production.churn.guardrails\napplication.argoproj.io/other.churn.x",
  "get appprojects": "appproject.argoproj.io/production.churn.guardrails",
  "get namespaces": "production.churn.guardrails:/Namespace:churn/churn churn",
  "get namespace churn": "production.churn.guardrails:/Namespace:churn/churn churn",
  "get customresourcedefinitions":
    "customresourcedefinition.apiextensions.k8s.io/models.mlops.seldon.io\ncustomresourcedefinition.apiextensions.k8s.io/certificates.cert-manager.io",
};
const elsewhere: Objects = {
  ...own,
  "get namespaces": "other.churn.guardrails:/Namespace:churn/churn churn",
  "get namespace churn": "other.churn.guardrails:/Namespace:churn/churn churn",
};
const serving: Objects = { ...own, "get servers": "server.mlops.seldon.io/churn" };
const withRoots: Objects = {
  ...own,
  "get applications production.roots": "application.argoproj.io/production.roots.tenants",
};

/** The deletions that the commands of a part send to a fake kubectl, each with its context. */
function deletions({ parts }: LastStep, part: number, objects: Objects, contexts: Objects): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "manual-"));
  const log = join(folder, "log");
  const cases = Object.entries(objects).map(([match, output]) => `*"${match}"*) printf '%s\\n' '${output}';;`);
  writeFileSync(
    join(folder, "kubectl"),
    `#!/bin/sh\ncase "$*" in *" delete "*) echo "$*" >> ${log};; ${cases.join(" ")} esac\n`,
  );
  chmodSync(join(folder, "kubectl"), 0o755);
  const script = (parts.at(part)?.commands ?? []).filter((line) => line !== "sleep 10").join("\n");
  const { stderr } = spawnSync("bash", ["--norc", "-c", script], {
    env: { PATH: `${folder}:${process.env["PATH"]}`, ...contexts },
    encoding: "utf8",
  });
  expect(stderr.replaceAll(/.*(ARGOCD|CLUSTER)_CONTEXT: parameter null or not set\n/g, "")).toBe("");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
}

const set = { ARGOCD_CONTEXT: "hub", CLUSTER_CONTEXT: "prod" };
const deletePolicies =
  "--context prod delete validatingadmissionpolicybindings,validatingadmissionpolicies --selector app.kubernetes.io/managed-by=tenantry";
const deleteCRD = "--context prod delete customresourcedefinition.apiextensions.k8s.io/models.mlops.seldon.io";

test("every command is one line that is printed as it is", () => {
  const commands = [ofCluster, ofTenant].flatMap(({ parts }) => parts.flatMap((part) => part.commands));
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter((command) => printable(command) !== command)).toEqual([]);
});

test.for<[string, LastStep, number, Objects, Objects, readonly string[]]>([
  ["Applications, without a context", ofCluster, 0, own, {}, []],
  ["Applications, with an empty context", ofCluster, 0, own, { ARGOCD_CONTEXT: "" }, []],
  ["Applications while the roots exist", ofCluster, 0, withRoots, set, []],
  ["Applications, without any object", ofCluster, 0, empty, set, []],
  [
    "Applications",
    ofCluster,
    0,
    own,
    set,
    [
      "--context hub delete application.argoproj.io/production.churn.guardrails --namespace argocd",
      "--context hub delete appproject.argoproj.io/production.churn.guardrails --namespace argocd",
    ],
  ],
  ["a cluster, with only the context of Argo CD", ofCluster, -1, own, { ARGOCD_CONTEXT: "hub" }, []],
  ["a cluster that still has a Server", ofCluster, -1, serving, set, []],
  ["another cluster with the same tenants", ofCluster, -1, elsewhere, set, []],
  [
    "a cluster without objects of tenants",
    ofCluster,
    -1,
    empty,
    set,
    [deletePolicies, "--context prod delete namespace churn --ignore-not-found"],
  ],
  [
    "a cluster",
    ofCluster,
    -1,
    own,
    set,
    [deletePolicies, "--context prod delete namespace churn --ignore-not-found", deleteCRD],
  ],
  ["a tenant, without a context", ofTenant, -1, own, {}, []],
  ["a tenant that still has a Server", ofTenant, -1, serving, set, []],
  ["a tenant on another cluster", ofTenant, -1, elsewhere, set, []],
  ["a tenant that Argo CD never synced", ofTenant, -1, { "get namespace churn": " churn" }, set, []],
  ["a tenant", ofTenant, -1, own, set, ["--context prod delete namespace churn"]],
])("the removal of %s", ([, step, part, objects, contexts, expected]) => {
  expect(deletions(step, part, objects, contexts)).toEqual(expected);
});
