import { replaced } from "../../diagnostics/example.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { tenantLabel } from "../../models/marks.ts";
import { didYouMean, nearest, suggestion } from "../../text/nearest.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import {
  type KnownNamespaces,
  knownNamespaces,
  namespaceNameLabel,
  requiredLabels,
  selectedNamespaceNames,
} from "./known-namespaces.ts";
import { peersOf } from "./peers.ts";

export const networkNamespaceUnknown = defineRule({
  code: "network/namespace-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A namespaceSelector matches no declared namespace.",
  docs: {
    why: "The API server accepts a policy whose namespaceSelector matches no namespace, but the flow that the policy should open stays closed. The requests of the client time out, and no component reports the cause.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-mlflow, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ml-flow } } }]
`,
    valid: replaced("kubernetes.io/metadata.name: ml-flow", "kubernetes.io/metadata.name: mlflow"),
    fix: "Select a declared namespace by the label kubernetes.io/metadata.name. To declare a namespace, add a service with this namespace to platform.yaml.",
  },
  *check(policy, { context }) {
    const known = knownNamespaces(context.namespaces);
    const allKnown = context.cluster !== undefined;
    for (const { path, peer } of peersOf(policy)) {
      const selector = peer["namespaceSelector"];
      if (!isMap(selector)) continue;
      const at = [...path, "namespaceSelector"];
      if (allKnown) {
        for (const { below, name } of unknownNames(selector, known))
          yield {
            at: policy.at([...at, ...below]),
            message: `unknown namespace ${name}`,
            hint: suggestion(name, known.names()),
          };
      }
      const names = selectedNamespaceNames(selector);
      if (allKnown && names !== undefined && !names.some(known.has)) continue;
      if (known.anySelected(selector) || reportedByName(selector, known)) continue;
      // A cluster without tenants gets namespaces with this label later.
      if (context.cluster?.tenants.length === 0 && selectsTenants(selector)) continue;
      // In a hand-written folder only its own Namespaces are known, and every other namespace may have the label.
      const meant = names?.find(known.has) ?? nearestNamespace(selector, known);
      if (!allKnown && meant === undefined) continue;
      yield {
        at: policy.at(at, "key"),
        message:
          meant === undefined
            ? "invalid namespaceSelector: no declared namespace has these labels"
            : `invalid namespaceSelector: namespace ${meant} does not have these labels`,
        hint: hintFor(selector, meant, known),
      };
    }
  },
});

function* unknownNames(
  selector: unknown,
  known: KnownNamespaces,
): Iterable<{ readonly below: Path; readonly name: string }> {
  const single = textAt(selector, "matchLabels", namespaceNameLabel);
  if (single !== undefined && !known.has(single)) yield { below: ["matchLabels", namespaceNameLabel], name: single };
  for (const [index, expression] of listAt(selector, "matchExpressions").entries()) {
    if (textAt(expression, "key") !== namespaceNameLabel || textAt(expression, "operator") !== "In") continue;
    for (const [position, name] of listAt(expression, "values").entries())
      if (typeof name === "string" && !known.has(name))
        yield { below: ["matchExpressions", index, "values", position], name };
  }
}

/** Whether the selector selects the namespaces of all tenants. */
function selectsTenants(selector: unknown): boolean {
  return requiredLabels(selector).every(([key, values]) => key === tenantLabel && values.length === 0);
}

/** Whether network/namespace-by-name reports the selector: it uses the label name, which no namespace here has. */
function reportedByName(selector: unknown, known: KnownNamespaces): boolean {
  return requiredLabels(selector).some(([key]) => key === "name") && known.valuesOf("name").length === 0;
}

/** The namespace whose name is used as the value of a label. */
function nearestNamespace(selector: unknown, known: KnownNamespaces): string | undefined {
  return requiredLabels(selector)
    .flatMap(([key, values]) => (key === namespaceNameLabel ? [] : values))
    .find(known.has);
}

function hintFor(selector: unknown, meant: string | undefined, known: KnownNamespaces): string {
  if (meant !== undefined)
    return `Use ${namespaceNameLabel}: ${meant}. The API server sets ${namespaceNameLabel} on every namespace.`;
  for (const [key, values] of requiredLabels(selector)) {
    const there = known.valuesOf(key);
    const [value = ""] = values;
    if (there.length > 0)
      return `Declared namespaces have the label ${key} with other values. ${suggestion(value, there)}`;
    const named = nearest(value, known.names());
    if (named !== undefined) return didYouMean(`${namespaceNameLabel}: ${named}`);
  }
  return `Use ${namespaceNameLabel}, which the API server sets.`;
}
