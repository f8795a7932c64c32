import { replaced } from "../../diagnostics/example.ts";
import { countedPods } from "../../evaluate/capacity/counted-pods.ts";
import type { DefaultedResources, GivenResources } from "../../evaluate/capacity/pod-resources.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { duplicateClaims } from "./duplicate-claims.ts";

export const capacityRequestOverLimit = defineRule({
  code: "capacity/request-over-limit",
  severity: "error",
  over: "scene",
  summary: "A container requests more than its limit, or than the default limit that it will get.",
  docs: {
    why: "A container without a limit of its own gets the LimitRange's default, and then its request has to be under it: the API server refuses the pod otherwise, and the StatefulSet or Deployment keeps trying. What is counted in devices, such as GPUs, needs a limit, equal to its request.",
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
    fix: "Set a limit beside the request, or raise the default.",
  },
  *check(manifestSet) {
    yield* duplicateClaims(
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
    if (request.giver === "default" && limit.giver === "default") continue;
    if (isDevice(resource) ? request.nanos === limit.nanos : request.nanos <= limit.nanos) continue;
    const own = request.giver === "container";
    const at = own ? request : limit;
    const limitName = limit.giver === "default" ? "the default limit" : "its limit";
    yield {
      at: at.by.at(at.path),
      message: `${own ? `container ${name}` : what} requests ${request.text} of ${resource}, and ${limitName} is ${limit.text}`,
      hint: hintFor(resource, limit),
      related:
        own && limit.giver === "default"
          ? [{ at: limit.by.at(limit.path), message: "the default that it is given" }]
          : undefined,
    };
  }
}

function hintFor(resource: string, limit: GivenResources): string {
  if (isDevice(resource)) return "Make them equal.";
  return limit.giver === "default"
    ? "Set a limit beside the request, or raise the default."
    : "Lower the request, or raise the limit.";
}

function deviceWithoutLimit(name: string, resource: string, request: GivenResources): RuleFinding {
  return {
    at: request.by.at(request.path, "key"),
    message: `container ${name} requests ${resource} and sets no limit of it`,
    hint: `Set limits to ${request.text} too: the request may then be left out.`,
  };
}

/** Extended resources: they are not shared, so a request is a limit (1.34). */
function isDevice(resource: string): boolean {
  return resource.includes("/") && !resource.includes("kubernetes.io/");
}
