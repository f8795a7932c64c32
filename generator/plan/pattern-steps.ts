import { kubectlForClusters } from "../layout/kubectl-context.ts";
import { operatorPullSecrets, usesOperatorPullSecrets } from "../patterns/operator-image.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { seldonOf, servesModels } from "../validate/effective.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { Lifecycle } from "../validate/tenant.ts";
import type { CommitStep, LifecycleOf, Verification } from "./commit-step.ts";
import { type Edit, editAt } from "./edit.ts";
import { drainTime, envoyStop, loadTime, operatorStart, removeRuntime, syncDelay } from "./step-texts.ts";
import { applicationsHealthy, modelsReady, nothingFound, onClusters, verifyNoneLeft } from "./verifications.ts";

/** The edits that set a cluster's pattern, if its file does not set it yet. */
export function patternEdits(cluster: ClusterEntry, to: Pattern): readonly Edit[] {
  if (cluster.spec.seldon.pattern === to.name) return [];
  return [editAt(cluster.at("seldon", "pattern"), to.name), ...unusedFields(cluster, to)];
}

/** The commits from one pattern to another. */
export function patternSteps(
  cluster: ClusterEntry,
  from: Pattern,
  to: Pattern,
  versions: readonly Edit[],
  stateOf: LifecycleOf,
): readonly CommitStep[] {
  const written = cluster.spec.seldon.pattern === to.name;
  const finalEdits = [...patternEdits(cluster, to), ...versions];
  // If the file already sets the new pattern, the earlier commits set the old one, without the fields that it does not use.
  const keepPattern = written
    ? [editAt(cluster.at("seldon", "pattern"), from.name), ...unusedFields(cluster, from)]
    : [];
  const last = { ...(written ? { asWritten: true as const } : {}), first: secretsFirst(cluster, to) };
  const serving = cluster.tenants.filter(servesModels);
  const done = [applicationsHealthy([cluster]), modelsReady([cluster], serving)];
  if (from.runtime === to.runtime || serving.length === 0) {
    return [
      {
        title: `Move from ${from.name} to ${to.name}`,
        why: "The scheduler and Envoy stay in their namespaces, and running workloads do not change. Only the operator of the workloads changes. For one or two minutes, no operator manages the workloads.",
        edits: finalEdits,
        ...last,
        takes: [syncDelay, operatorStart],
        verify: done,
      },
    ];
  }
  const setLifecycle = (state: Lifecycle): Edit => editAt(cluster.at("seldon", "lifecycle"), state);
  const reached = Math.min(
    ...serving.map((tenant) => Lifecycle.options.indexOf(stateOf(cluster.name, tenant.name) ?? "drained")),
  );
  const steps: readonly CommitStep[] = [
    {
      title: "Drain every tenant",
      why: `Each model, pipeline and experiment is registered with ${from.runtime === "tenant" ? "the scheduler of its namespace" : "the shared scheduler"}. Only the scheduler with which an object is registered can remove the object. After Argo CD syncs this commit, models answer no requests.`,
      edits: [...keepPattern, setLifecycle("draining")],
      takes: [syncDelay, drainTime],
      verify: [verifyNoneLeft([cluster], serving, "servers,models,pipelines,experiments")],
    },
    {
      title: removeRuntime,
      why:
        from.runtime === "tenant"
          ? "Seldon does not delete a SeldonRuntime while Servers exist in its namespace. The Services of the SeldonRuntime have the names that the alias Services of the next commit need."
          : "The runtime stubs in the tenants' namespaces (ServiceAccounts, ConfigMaps and alias Services) have the names that a SeldonRuntime needs.",
      edits: [...keepPattern, setLifecycle("drained")],
      takes: [syncDelay, envoyStop],
      verify: [
        from.runtime === "tenant"
          ? verifyNoneLeft([cluster], serving, "seldonruntimes")
          : nothingFound([cluster], `get seldonruntimes --namespace ${cluster.platform.spec.seldon.namespace}`),
        nothingFound(
          [cluster],
          `get services --all-namespaces --field-selector metadata.name=${seldonOf(cluster).service.scheduler}`,
        ),
      ],
    },
    {
      title: `Move from ${from.name} to ${to.name}, and serve again`,
      why: "The namespaces no longer contain objects that Seldon must delete.",
      edits: [...finalEdits, ...(written ? [] : [editAt(cluster.at("seldon", "lifecycle"), undefined)])],
      ...last,
      takes: [
        syncDelay,
        `${operatorStart} A runtime or a Server usually starts within two minutes after the images are pulled.`,
        `Servers load the models again from the artifact stores. ${loadTime}`,
      ],
      verify: done,
    },
  ];
  // For a move in progress, only the remaining commits.
  const drainStates = [Lifecycle.options.indexOf("draining"), Lifecycle.options.indexOf("drained")];
  return steps.slice(drainStates.filter((state) => reached >= state).length);
}

/** Pull secrets that a person creates: without them the operator's image cannot be pulled. */
function secretsFirst(cluster: ClusterEntry, to: Pattern): readonly Verification[] {
  const { platform } = cluster;
  return Object.entries(operatorPullSecrets(to, cluster))
    .filter(([, { from }]) => from === "manual")
    .map(([name, { registries }]) => ({
      command: `${kubectlForClusters([cluster])} get secret ${name} --namespace ${platform.spec.seldon.namespace}`,
      expect: `the secret ${name}${onClusters([cluster])}. The secret must contain an entry for ${registries.join(" and ")}`,
    }));
}

/** Edits that remove the fields that a pattern does not use and would reject. */
function unusedFields(cluster: ClusterEntry, to: Pattern): readonly Edit[] {
  const { images, pullSecrets, watch } = cluster.spec.seldon;
  const given = (there: boolean, field: string, ...below: readonly string[]): readonly Edit[] =>
    there ? [editAt(cluster.at("seldon", field, ...below), undefined)] : [];
  return [
    ...(to.fixes.length === 0
      ? given(images.controller !== undefined || images.scheduler !== undefined, "images")
      : given(images.scheduler !== undefined && to.runtime !== "shared", "images", "scheduler")),
    ...given(!usesOperatorPullSecrets(to, cluster) && Object.keys(pullSecrets).length > 0, "pullSecrets"),
    ...given(watch === "all" && !(to.operator === "central" && to.clusterwide), "watch"),
  ];
}
