import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptStorage } from "../testing/guard-oracle/amounts.ts";
import { aspectNames } from "../testing/guard-oracle/aspects.ts";
import { type Case, casesOf, type Pair, pairOf } from "../testing/guard-oracle/pairs.ts";
import { type World, worldOf } from "../testing/guard-oracle/rendered.ts";
import { wider } from "../testing/guard-oracle/wider.ts";
import { between, changedIn, type Files, type ProposalRevision, revisionOf } from "../testing/proposals.ts";
import { runCount, setSeed } from "../testing/sampling.ts";
import { guardFindings, mergesAutomatically } from "./guard.ts";

const retention = { teams: ["acme/retention"], approvedBy: [] };
const allowed = { defaultClass: "standard", tenantLabels: ["acme.test/"] };
const nothing: World = { inputs: {}, objects: [] };

type Read = (files: Files) => Promise<ProposalRevision>;

/** Reads each set of files only once. */
function reading(): Read {
  const known = new Map<string, Promise<ProposalRevision>>();
  return (files) => {
    const key = JSON.stringify(files);
    const side = known.get(key) ?? revisionOf(files);
    known.set(key, side);
    return side;
  };
}

interface Sides {
  readonly old: ProposalRevision;
  readonly is: ProposalRevision;
}

/** The verdict of guard on a change that the team proposes without an approval. */
function verdictOf({ before, after }: Pair, { old, is }: Sides): "stopped" | "allowed" | "safe" {
  const proposal = between(old, is, changedIn(before, after));
  if (guardFindings(proposal, retention).length > 0) return "stopped";
  return mergesAutomatically(proposal) ? "safe" : "allowed";
}

/** The gains that the oracle finds. With `read`, it omits gains that do not come from the tenant's change. */
async function foundIn({ before, after, fresh }: Pair, { old, is }: Sides, read?: Read): Promise<readonly string[]> {
  const given = read === undefined ? nothing : worldOf(await read(fresh), fresh);
  return wider(worldOf(old, before), worldOf(is, after), given, allowed);
}

/** If guard does not block a case, the oracle finds no gain in it. */
function property(aspect: string, read: Read, reported: Record<"refused" | "stopped" | "allowed" | "safe", number>) {
  return fc.asyncProperty(casesOf(aspect), async (item) => {
    const pair = pairOf(item);
    const [old, is] = await Promise.all([pair.before, pair.after].map((files) => read(files).catch(() => undefined)));
    const verdict = old === undefined || is === undefined ? "refused" : verdictOf(pair, { old, is });
    reported[verdict]++;
    if (old === undefined || is === undefined || verdict === "stopped") return;
    const unexplained = await foundIn(pair, { old, is });
    const found = unexplained.length === 0 ? [] : await foundIn(pair, { old, is }, read);
    expect(found.slice(0, 5), `${aspect}, ${verdict}`).toEqual([]);
  });
}

/** Aspects that depend on the cluster or on a bound. They have more cases. */
const subtle = new Set(["nodePool", "serving", "storage", "waivers"]);

test("a change that guard does not block gives a team nothing more", async () => {
  const numRuns = runCount(6, 6);
  const read = reading();
  const reported = { refused: 0, stopped: 0, allowed: 0, safe: 0 };
  // fast-check prints the seed of a failure.
  for (const [index, aspect] of aspectNames.entries())
    await fc.assert(property(aspect, read, reported), {
      numRuns: subtle.has(aspect) ? 2 * numRuns : numRuns,
      seed: setSeed() + index,
      interruptAfterTimeLimit: 100_000,
    });
  const all = Object.values(reported).reduce((sum, count) => sum + count, 0);
  expect(reported.refused).toBeLessThan(all / 3);
  expect(reported.stopped).toBeGreaterThan(all / 20);
  expect(reported.allowed + reported.safe).toBeGreaterThan(all / 20);
});

const external = (name: string, ports: string, ...cidrs: readonly string[]): string =>
  `network: { external: { ${name}: { cidrs: [${cidrs.map((cidr) => JSON.stringify(cidr)).join(", ")}], ports: [${ports}], why: Bureau } } }`;
const on = (fields: string, ...which: readonly string[]): string =>
  `clusters: { ${["alpha", "beta", "gamma"].map((name) => `${name}: {${which.includes(name) ? ` ${fields} ` : ""}}`).join(", ")} }\n`;
const serving = `
servers: { mlserver: { template: mlserver } }
models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
`;
const server = (fields: string): string => serving.replace("template: mlserver", fields);
const config = (storage: string): string =>
  `${server("config: own")}serverConfigs: { own: { template: mlserver, storage: ${storage} } }\n`;
const waivers = (day = "2027-06-30"): string =>
  `waivers: { images/missing: { reason: Not needed today, owner: Retention, expires: "${day}" } }`;
const opened = (component: string, team: string): string =>
  `components: [${component}]\nlabels: { acme.test/team: ${team} }\n`;

/** Changes that give a team more. The oracle must find each of them, or it would miss errors of guard. */
const bypasses: Readonly<Record<string, Case>> = {
  "a network around the cluster": { before: "", after: external("corp", "{ port: 443 }", "10.0.0.0/8") },
  "half of IPv4": { before: "", after: external("half", "{ port: 443 }", "0.0.0.0/1") },
  "all of IPv6": { before: "", after: external("six", "{ port: 443 }", "::/0") },
  "one address more": {
    before: external("b", "{ port: 443 }", "203.0.113.8/32"),
    after: external("b", "{ port: 443 }", "203.0.113.8/31"),
  },
  "the other half": {
    before: external("b", "{ port: 443 }", "2001:db8::/33"),
    after: external("b", "{ port: 443 }", "2001:db8:8000::/33"),
  },
  "another port": {
    before: external("b", "{ port: 443 }", "203.0.113.0/24"),
    after: external("b", "{ port: 444 }", "203.0.113.0/24"),
  },
  "another protocol": {
    before: external("b", "{ port: 443 }", "203.0.113.0/24"),
    after: external("b", "{ port: 443, protocol: UDP }", "203.0.113.0/24"),
  },
  "a network called like the way to the API server": {
    before: serving,
    after: serving + external("x-to-api-server", "{ port: 6443 }", "192.168.0.0/16"),
  },
  "the same on Cilium only": {
    before: serving,
    after: serving + on(external("x-to-api-server", "{ port: 6443 }", "192.168.0.0/16"), "beta"),
  },
  "a network called like a service, on Cilium": {
    before: "network: { needs: [mlflow] }",
    after: on(
      external("mlflow-too", "{ port: 5000 }", "203.0.113.0/24").replace("{ external", "{ needs: [mlflow], external"),
      "beta",
    ),
  },
  "a service": { before: "", after: "network: { needs: [mlflow] }" },
  "a caller": { before: serving, after: `${serving}network: { callers: [ingress] }` },
  "the first pipeline": { before: serving, after: `${serving}pipelines: { p: { steps: { churn: {} } } }` },
  "a label that another tenant's component opens to": {
    before: opened("open-red", "blue"),
    after: opened("open-red", "red"),
    neighbour: "red",
  },
  "a larger size": { before: "", after: "quota: { size: medium }" },
  "a quota that moves": {
    before: on("quota: { size: medium }", "alpha"),
    after: on("quota: { size: medium }", "beta"),
  },
  "more models": { before: "", after: "quota: { objects: { models: 21 } }" },
  "a bound that goes": { before: "quota: { objects: { pods: 20 } }", after: "" },
  "a load balancer": { before: "", after: "quota: { loadBalancers: 1 }" },
  "a larger bound of storage": { before: "", after: "quota: { storage: 200Gi }", bounded: true },
  "a larger container": { before: "", after: "containers: { max: { cpu: 9 } }" },
  "a larger default": { before: "", after: "containers: { default: { cpu: 2 } }" },
  "a larger default request": { before: "", after: "containers: { defaultRequest: { memory: 128Mi } }" },
  "a claim without a bound": { before: "", after: "storage: { a: { size: 1Gi } }" },
  "a larger claim on one cluster": {
    before: "storage: { a: { size: 1Gi } }",
    after: `storage: { a: { size: 1Gi } }\n${on("storage: { a: { size: 2Gi } }", "gamma")}`,
  },
  "another class": { before: "", after: "storage: { a: { size: 1Gi, class: fast } }", bounded: true },
  "a Server's volume": { before: config("{ size: 1Gi }"), after: config("{ size: 2Gi }") },
  "a Server's class": { before: config("{ size: 1Gi }"), after: config("{ size: 1Gi, class: fast }"), bounded: true },
  "more replicas": { before: serving, after: server("template: mlserver, replicas: 2") },
  "replicas that may come": { before: serving, after: server("template: mlserver, minReplicas: 1, maxReplicas: 3") },
  "less enforced": { before: "podSecurity: { enforce: restricted }", after: "" },
  "less in the audit log": { before: "", after: "podSecurity: { audit: baseline }" },
  "fewer warnings": { before: "", after: "podSecurity: { warn: privileged }" },
  "a label of a webhook": { before: "", after: 'labels: { admission.gatekeeper.sh/ignore: "true" }' },
  "a label like the tenant's own": { before: "", after: "labels: { acme.testing/team: a }" },
  "a label less": { before: 'labels: { policy.sigstore.dev/include: "true" }', after: "" },
  "a group": { before: "", after: "access: { groups: { people: viewer } }" },
  "another role": {
    before: "access: { groups: { people: viewer } }",
    after: "access: { groups: { people: deployer } }",
  },
  "an account": { before: "", after: "access: { serviceAccounts: { train: pipeline } }" },
  "a node pool": { before: serving, after: `${serving}nodePool: gpu` },
  "a node pool that spreads": {
    before: serving + on("nodePool: gpu", "alpha"),
    after: serving + on("nodePool: gpu", "alpha", "beta"),
  },
  "a node pool that moves": {
    before: serving + on("nodePool: gpu", "alpha"),
    after: serving + on("nodePool: gpu", "gamma"),
  },
  "a waiver": { before: "", after: waivers() },
  "a waiver that spreads": { before: on(waivers(), "alpha"), after: on(waivers(), "alpha", "beta") },
  "a waiver that moves": { before: on(waivers(), "alpha"), after: on(waivers(), "gamma") },
  "a waiver that lasts longer": { before: waivers(), after: waivers("2027-07-30") },
  "a component that opens networks": { before: "", after: "components: [open-world]" },
  "a component that opens the namespace to networks": { before: "", after: "components: [open-inbound]" },
  "a component that opens all namespaces but one": { before: "", after: "components: [open-others]" },
  "a component that opens what Cilium names": { before: "", after: "components: [open-entity]" },
  "a component that opens every port of DNS": { before: "", after: "components: [wide-dns]" },
  "a component that opens all namespaces": { before: "", after: "components: [all-namespaces]" },
  "a component that closes fewer pods": { before: "", after: "components: [no-deny]" },
  "a component that gives a role": { before: "", after: "components: [more-roles]" },
  "a component with verbs": {
    before: "access: { groups: { people: viewer } }",
    after: "access: { groups: { people: viewer } }\ncomponents: [more-verbs]",
  },
  "a component with a larger quota": { before: "", after: "components: [more-quota]" },
  "a component without a bound": { before: "", after: "components: [no-quota]" },
  "a component with a smaller quota that goes": { before: "components: [less-quota]", after: "" },
  "a component with a quota that goes": { before: "components: [one-more-quota]", after: "" },
  "a component without a maximum": { before: "", after: "components: [no-maximum]" },
  "a component with another tenant's secret": { before: "", after: "components: [foreign-secret]" },
  "a component with other nodes": { before: serving, after: `${serving}components: [other-nodes]` },
  "a component with a load balancer": { before: "", after: "components: [exposed]" },
  "a component that opens namespaces by label": { before: "", after: "components: [open-all-red]" },
  "a component that opens some of their pods": { before: "", after: "components: [open-red]" },
  "a component that opens ports by name": { before: "", after: "components: [open-named]" },
  "a claim under another name, in addition to the existing claim": {
    before: "storage: { a: { size: 3Gi } }",
    after: "storage: { b: { size: 3Gi } }",
  },
  "a component with a claim": { before: "", after: "components: [a-claim]" },
  "a component with a claim of another class, where storage is bounded": {
    before: "",
    after: "components: [a-claim]",
    bounded: true,
  },
  "a component with a role that is not rendered": { before: "", after: "components: [foreign-role]" },
  "a component with a Service of a foreign address": { before: "", after: "components: [taken-address]" },
  "a component with more replicas, each with a volume": {
    before: serving,
    after: `${serving}components: [more-replicas]`,
  },
};

describe("a bypass", () => {
  const read = reading();
  const seen = async (item: Case): Promise<readonly [guard: string, oracle: "silent" | "finds"]> => {
    const pair = pairOf(item);
    const sides = { old: await read(pair.before), is: await read(pair.after) };
    const kept = keptStorage(worldOf(sides.old, pair.before), worldOf(sides.is, pair.after), allowed.defaultClass);
    const found = [...kept, ...(await foundIn(pair, sides, read))];
    return [verdictOf(pair, sides), found.length === 0 ? "silent" : "finds"];
  };

  test.each(Object.entries(bypasses))("%s: guard blocks it, and the oracle finds it", async (_, item) => {
    expect(await seen(item)).toEqual(["stopped", "finds"]);
  });
});
