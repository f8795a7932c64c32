import { shareTemplateOf } from "../layout/share-template.ts";
import { runsPipelines } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { type Change, describeRef } from "./change.ts";
import type { PlannedStep } from "./plan.ts";

/** Objects that Argo CD and Seldon leave behind after a plan, as sentences. */
export function remainingObjects(
  steps: readonly Pick<PlannedStep, "changes">[],
  clusters: readonly ClusterEntry[],
): readonly string[] {
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
    ...givenObjects(gone, clusters),
    ...(pipelines ? ["The Kafka topics of the pipelines remain, with all messages."] : []),
  ];
}

/** The data and accounts that go with the objects of add-ons, in the words of the add-ons. */
function givenObjects(gone: readonly Change[], clusters: readonly ClusterEntry[]): readonly string[] {
  const messages = gone.flatMap((change) => {
    const cluster = clusters.find(({ name }) => name === change.cluster);
    const share = cluster && shareTemplateOf(cluster, change.application, change.ref);
    return share === undefined ? [] : [`${describeRef(change.ref)} goes, and with it: ${share.whenRemoved}.`];
  });
  return [...new Set(messages)];
}
