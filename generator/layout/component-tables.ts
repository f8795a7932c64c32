import type { TenantScope } from "../generate/scope.ts";
import type { RunningComponent, WorkSharing } from "../models/seldon/facts.ts";
import { hasRuntime, runsPipelines } from "../validate/effective.ts";
import { effectiveComponent, runningParts } from "../validate/effective-components.ts";

/** Rows of the README's table of the runtime that serves the tenant: each component, its pods, and the effect of a failed pod. */
export function componentRows(scope: TenantScope): readonly Readonly<Record<"name" | "pods" | "failure", string>>[] {
  const { cluster, pattern, seldon, tenant } = scope;
  if (!hasRuntime(cluster, tenant)) return [];
  const shared = pattern.runtime === "shared";
  const files = shared ? { cluster } : { cluster, tenant };
  return runningParts((shared ? cluster.tenants : [tenant]).some(runsPipelines)).map((part) => {
    const { replicas } = effectiveComponent(files, part);
    return {
      name: seldon.component[part],
      pods: String(replicas),
      failure: failureOf(part, seldon.sharing[part], replicas),
    };
  });
}

function failureOf(part: RunningComponent, sharing: WorkSharing, replicas: number): string {
  if (part === "scheduler")
    return "Loaded models answer requests. Until a new pod runs, no model loads and no new Envoy pod gets its routes.";
  const requests = part === "envoy" ? "All requests" : "Requests to pipelines";
  if (replicas === 1) return `${requests} fail until a new pod runs.`;
  return sharing === "takeover"
    ? "Another pod takes over the work: within seconds after a drain, within minutes after a failure of the node."
    : "The other pods answer requests. Some requests fail for about a minute after a failure of the node.";
}
