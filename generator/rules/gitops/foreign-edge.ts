import { edgePolicies } from "../../admission/edges.ts";
import { replaced } from "../../diagnostics/example.ts";
import { syncedBy } from "../../evaluate/manifests/synced-by.ts";
import { edgeKinds } from "../../layout/kinds.ts";
import type { Path } from "../../load/source.ts";
import { kindName } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { edgeOf } from "../../patterns/edge.ts";
import { defineRule } from "../rule.ts";
import { type EdgePlace, edgeChecks, foreignParts, isOwnHost, isOwnSecret } from "./edge-checks.ts";

const declare = "Declare the route in the tenant file.";
const refused = (variable: string, reason: string): string =>
  `variables.${variable}.join(", ") + " is not allowed: ${reason}. ${declare}"`;

export const gitopsForeignEdge = defineRule({
  code: "gitops/foreign-edge",
  severity: "error",
  over: "object",
  kinds: edgeKinds.map(kindName),
  summary: "In the namespace of the gateway, an object of a tenant's routes can affect the routes of other tenants.",
  docs: {
    why: "The namespace of the gateway contains objects of all tenants with routes. The Argo CD project of these objects restricts only kinds and namespaces. A file that bypasses the checks could receive the requests for a host of another tenant, use or replace the certificate of another tenant, deny the requests of all tenants, or change the configuration of nginx with an annotation. Such a file could also create another gateway with a load balancer.",
    invalid: `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: churn
  namespace: istio-ingress
  labels: { tenantry.dev/tenant: churn }
  annotations: { argocd.argoproj.io/tracking-id: "production.churn.edge:security.istio.io/AuthorizationPolicy:istio-ingress/churn" }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  action: DENY
  rules: [{ to: [{ operation: { hosts: [pricing.models.acme.test] } }] }]
`,
    valid: replaced("hosts: [pricing.models.acme.test]", "hosts: [churn.models.acme.test]"),
    fix: "Declare the route in the file of the tenant. The generator creates the objects in the namespace of the gateway.",
  },
  neverWaived: "The object can take over or stop the requests of another tenant.",
  inCluster: [
    {
      policy: edgePolicies,
      compliesWhen: 'variables.name == variables.tenant || variables.name.startsWith(variables.tenant + ".")',
      message: `request.kind.kind + " " + variables.name + " is not allowed: its name does not begin with the name of tenant " + variables.tenant + ". ${declare}"`,
    },
    {
      policy: edgePolicies,
      compliesWhen: "variables.foreignHosts.size() == 0",
      message: refused(
        'foreignHosts.map(one, one == "" ? "every host" : one)',
        'the host does not belong to " + variables.tenant + "',
      ),
    },
    {
      policy: edgePolicies,
      compliesWhen: "variables.foreignSecrets.size() == 0",
      message: refused("foreignSecrets", 'the Secret does not belong to " + variables.tenant + "'),
    },
    {
      policy: edgePolicies,
      compliesWhen: "variables.foreignParts.size() == 0",
      message: refused("foreignParts", "no route sets this value"),
    },
    {
      policy: edgePolicies,
      compliesWhen: "variables.form",
      message: `request.kind.kind + " " + variables.name + " is not allowed: its spec differs from the objects that the generator writes. ${declare}"`,
    },
  ],
  *check(manifest, { context: { platform, cluster } }) {
    const by = syncedBy(manifest);
    const { object, kind, name, namespace = "" } = manifest;
    if (platform === undefined || cluster === undefined || by?.of !== "tenant" || by.part !== "edge") return;
    // `gitops/foreign-prefix` checks the ReferenceGrants there.
    if (namespace === platform.spec.seldon.namespace) return;
    const { tenant } = by;
    const edge = edgeOf(cluster);
    const place = { tenant, namespace, gateway: edge?.gateway, ingressClass: edge?.ingress?.class, cluster };
    for (const { path, problem } of problemsOf(kind, object, place))
      yield { at: manifest.at(path, "value"), message: problem, hint: declare };
    if (name !== tenant && !name.startsWith(`${tenant}.`))
      yield {
        at: manifest.at(["metadata", "name"], "value"),
        message: `${object.kind} ${name} is not allowed: its name does not begin with ${tenant}`,
        hint: declare,
      };
  },
});

interface Problem {
  readonly path: Path;
  readonly problem: string;
}

function problemsOf(kind: string, object: KubernetesObject, place: EdgePlace): readonly Problem[] {
  const { tenant, namespace } = place;
  const edgeCheck = edgeChecks[kind];
  if (edgeCheck === undefined)
    return [
      { path: ["kind"], problem: `${object.kind} is not allowed: no route creates it in namespace ${namespace}` },
    ];
  const { hosts, secrets, complies } = edgeCheck;
  const foreign = (what: string, name: string): string =>
    `${what} ${name.slice(0, 80)} is not allowed: it does not belong to ${tenant}`;
  return [
    ...(hosts?.(object, place) ?? [])
      .filter(({ name }) => !isOwnHost(name, place))
      .map(({ name, path }) => ({
        path,
        problem: name === "" ? `missing host in ${object.kind}: it applies to every host` : foreign("host", name),
      })),
    ...(secrets?.(object, place) ?? [])
      .filter(({ name }) => !isOwnSecret(name, place))
      .map(({ name, path }) => ({ path, problem: foreign("Secret", name) })),
    ...foreignParts(kind, object).map((path) => ({
      path,
      problem: `${path.join(".").slice(0, 80)} is not allowed: no route sets this value`,
    })),
    ...(complies(object, place)
      ? []
      : [{ path: ["spec"], problem: `invalid ${object.kind}: its spec differs from what the generator writes` }]),
  ];
}
