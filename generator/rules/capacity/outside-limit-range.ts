import { replaced } from "../../diagnostics/example.ts";
import { type CountedPod, countedPods, setsResources } from "../../evaluate/capacity/counted-pods.ts";
import { type Bound, namespaceLimits } from "../../evaluate/capacity/limit-ranges.ts";
import { type DefaultedResources, type GivenResources, podTotals } from "../../evaluate/capacity/pod-resources.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { amountText } from "../../models/amount-text.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { withoutDuplicateFindings } from "./without-duplicates.ts";

export const capacityOutsideLimitRange = defineRule({
  code: "capacity/outside-limit-range",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "manifest set",
  summary: "A container or pod is larger or smaller than the LimitRange of its namespace allows.",
  docs: {
    why: "The API server accepts the Server, Deployment or ServerConfig, but rejects the pods that a controller creates from it. The controller of the StatefulSet or Deployment retries the creation of the rejected pods indefinitely. If a container sets no limit or request, the rule checks the default of the LimitRange.",
    invalid: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: features } }
    spec:
      containers:
        - name: features
          image: harbor.acme.test/churn/features:1
          resources: { requests: { cpu: "1" }, limits: { cpu: "16" } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: [{ type: Container, default: { cpu: "1" }, max: { cpu: "8" } }] }
`,
    valid: replaced(`cpu: "16"`, `cpu: "8"`),
    fix: "Set the requests and limits of the container within the LimitRange, or change the LimitRange.",
  },
  *check(manifestSet) {
    yield* withoutDuplicateFindings(countedPods(manifestSet).flatMap((pod) => [...refusals(manifestSet, pod)]));
  },
});

function* refusals(manifestSet: ManifestSet, pod: CountedPod): Iterable<RuleFinding> {
  const { bounds } = namespaceLimits(manifestSet, pod.namespace);
  if (bounds.length === 0 || pod.containers === undefined) return;
  for (const bound of bounds) {
    if (bound.type === "Container") for (const container of pod.containers) yield* ofContainer(pod, container, bound);
    else if (bound.type === "Pod" && !setsResources(pod)) yield* podFindings(pod, pod.containers, bound);
  }
}

function* ofContainer(
  { what, namespace }: CountedPod,
  { name, requests, limits }: DefaultedResources,
  bound: Bound,
): Iterable<RuleFinding> {
  const [request, limit] = [requests.get(bound.resource), limits.get(bound.resource)];
  const over = (item: GivenResources | undefined): item is GivenResources =>
    item !== undefined && item.nanos > bound.nanos;
  const under = (item: GivenResources | undefined): item is GivenResources =>
    item !== undefined && item.nanos < bound.nanos;
  // A missing value comes from the container's own limit or from a default. One finding for each value is enough.
  const outside =
    bound.kind === "max"
      ? [over(limit) ? limit : request].filter(over)
      : [under(request) ? request : limit].filter(under);
  for (const resources of outside) {
    // Another rule reports a LimitRange whose default violates its own bounds.
    if (resources.giver === "default" && resources.by === bound.by) continue;
    const place = resources.giver === "chart" || resources.giver === "mesh" ? bound : resources;
    const holder =
      resources.giver === "mesh" ? `the mesh's container ${name} in ${namespace}` : `container ${name} in ${what}`;
    const field = resources === limit || resources.giver === "limit" ? "limit" : "request";
    yield {
      at: place.by.at(place.path),
      message: `${bound.resource} ${field} ${resources.text} of ${holder} ${bound.kind === "max" ? "exceeds the maximum" : "is below the minimum"} ${bound.text} of ${nameOf(bound)}`,
      hint: "The API server rejects the pod. Change the container, or change the LimitRange.",
      related: place === bound ? undefined : [{ at: bound.by.at(bound.path), message: "the LimitRange" }],
    };
  }
}

function* podFindings(
  { what, by }: CountedPod,
  containers: readonly DefaultedResources[],
  bound: Bound,
): Iterable<RuleFinding> {
  const { kind, resource, nanos, text } = bound;
  const [request, limit] = [
    podTotals(containers, "requests").get(resource),
    podTotals(containers, "limits").get(resource),
  ];
  const outside = (item: bigint | undefined): item is bigint =>
    item !== undefined && (kind === "max" ? item > nanos : item < nanos);
  // A maximum requires a limit, and a minimum requires a request.
  const needed = kind === "max" ? limit : request;
  if (needed !== undefined && !outside(request) && !outside(limit)) return;
  const [relation, boundName] = kind === "max" ? ["exceeds", "maximum"] : ["is below", "minimum"];
  const problem = (): string => {
    if (outside(limit)) return `${resource} limit ${amountText(limit, resource)} of each pod of ${what} ${relation}`;
    if (outside(request))
      return `${resource} request ${amountText(request, resource)} of each pod of ${what} ${relation}`;
    return `missing ${resource} ${kind === "max" ? "limit" : "request"} in each pod of ${what}, required by`;
  };
  yield {
    at: by.at(["spec"]),
    message: `${problem()} the pod ${boundName} ${text} of ${nameOf(bound)}`,
    hint: "The API server rejects the pod. Change the containers of the pod, or change the LimitRange.",
    related: [{ at: bound.by.at(bound.path), message: "the LimitRange" }],
  };
}

function nameOf({ by }: Bound): string {
  return `LimitRange ${by.name}`;
}
