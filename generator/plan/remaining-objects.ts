import { runsPipelines } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import type { PlannedStep } from "./plan.ts";

/** Objects that Argo CD and Seldon leave behind after a plan, as sentences. */
export function remainingObjects(steps: readonly PlannedStep[], clusters: readonly ClusterEntry[]): readonly string[] {
  const gone = steps.flatMap(({ changes }) => changes.filter(({ verb }) => verb === "delete"));
  const servers = gone.filter(({ ref }) => ref.kind === "Server");
  const runtimes = gone.filter(({ ref }) => ref.kind === "SeldonRuntime");
  const pipelines = clusters.some(({ tenants }) =>
    tenants.some((tenant) => runsPipelines(tenant) && servers.some((server) => server.tenant === tenant.name)),
  );
  return [
    ...(servers.length > 0
      ? [
          "The volume claims of Servers remain, with copies of artifacts, and count against the quota. A new Server reuses the volume claims of a deleted Server with the same name.",
        ]
      : []),
    ...(runtimes.length > 0
      ? [
          `The scheduler's volume claim scheduler-state-seldon-scheduler-0 remains in ${[...new Set(runtimes.map(({ ref }) => ref.namespace ?? ""))].join(", ")}. A new scheduler in the same namespace reuses the volume claim of the deleted scheduler.`,
        ]
      : []),
    ...(pipelines ? ["The Kafka topics of the pipelines remain, with all messages."] : []),
  ];
}
