import { replaced } from "../../diagnostics/example.ts";
import { countedPods } from "../../evaluate/capacity/counted-pods.ts";
import type { DefaultedResources, GivenResources } from "../../evaluate/capacity/pod-resources.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { withoutDuplicateFindings } from "./without-duplicates.ts";

export const capacityRequestOverLimit = defineRule({
  code: "capacity/request-over-limit",
  severity: "error",
  over: "manifest set",
  summary: "A container requests more than its limit, or more than the default limit of the LimitRange.",
  docs: {
    why: "A container without its own limit gets the default limit of the LimitRange, and the request of the container must not exceed this limit. If a request exceeds the limit, the API server rejects the pod, and the controller of the StatefulSet or Deployment retries indefinitely. For devices such as GPUs, the limit must equal the request.",
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
          resources: { requests: { memory: 4Gi } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: [{ type: Container, default: { memory: 1Gi }, defaultRequest: { memory: 64Mi } }] }
`,
    valid: replaced(
      "resources: { requests: { memory: 4Gi } }",
      "resources: { requests: { memory: 4Gi }, limits: { memory: 4Gi } }",
    ),
    fix: "Set a limit that is not below the request, or raise the default limit of the LimitRange.",
  },
  *check(manifestSet) {
    yield* withoutDuplicateFindings(
      countedPods(manifestSet).flatMap(({ what, containers = [] }) =>
        containers.flatMap((container) => [...requestsOver(what, container)]),
      ),
    );
  },
});

function* requestsOver(what: string, { name, requests, limits }: DefaultedResources): Iterable<RuleFinding> {
  for (const [resource, request] of requests) {
    const limit = limits.get(resource);
    if (limit === undefined) {
      if (isDevice(resource)) yield deviceWithoutLimit(name, resource, request);
      continue;
    }
    // The check of the mesh itself reports its containers once.
    if (request.giver === "mesh" || (request.giver === "default" && limit.giver === "default")) continue;
    if (isDevice(resource) ? request.nanos === limit.nanos : request.nanos <= limit.nanos) continue;
    const isWritten = request.giver === "container";
    const at = isWritten ? request : limit;
    const limitName = limit.giver === "default" ? "the default limit" : "its limit";
    yield {
      at: at.by.at(at.path),
      message: `${resource} request ${request.text} of ${isWritten ? `container ${name}` : what} ${isDevice(resource) ? "differs from" : "exceeds"} ${limitName} ${limit.text}`,
      hint: hintFor(resource, limit),
      related:
        isWritten && limit.giver === "default"
          ? [{ at: limit.by.at(limit.path), message: "the default limit" }]
          : undefined,
    };
  }
}

function hintFor(resource: string, limit: GivenResources): string {
  if (isDevice(resource)) return "Set request and limit to the same value.";
  return limit.giver === "default"
    ? "Set a limit that is not below the request, or raise the default limit of the LimitRange."
    : "Lower the request, or raise the limit.";
}

function deviceWithoutLimit(name: string, resource: string, request: GivenResources): RuleFinding {
  return {
    at: request.by.at(request.path, "key"),
    message: `missing ${resource} limit in container ${name}: it sets only a request`,
    hint: `Set the limit to ${request.text}. You can remove the request, because Kubernetes uses the limit as the default request.`,
  };
}

/** Extended resources: containers do not share them, so request and limit are equal (1.34). */
function isDevice(resource: string): boolean {
  return resource.includes("/") && !resource.includes("kubernetes.io/");
}
