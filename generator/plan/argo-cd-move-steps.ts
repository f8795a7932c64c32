import { kubectlIn } from "../layout/kubectl-context.ts";
import { hubApplication, rootProject } from "../layout/names.ts";
import { generatedPath, hubFolder } from "../layout/paths.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { joinNames } from "../text/listed.ts";
import { type ArgoCDMove, describeInstances } from "./argo-cd-move.ts";
import { rootApplicationsOf } from "./cluster-removal.ts";
import type { CommitStep, Verification } from "./commit-step.ts";

/**
 * The step with what has to happen before and after its merge. Without these commands, the old Argo CD keeps the Applications
 * of the cluster: root Applications have no finalizer, so their deletion deletes no other Application.
 */
export function withArgoCDMoves(step: CommitStep, moves: readonly ArgoCDMove[]): CommitStep {
  if (moves.length === 0) return step;
  const groups = [...Map.groupBy(moves, ({ before, cluster }) => before.hub ?? cluster.name).values()];
  const why = moves.map(whyOf).join(" ");
  return {
    ...step,
    title: step.edits.length === 0 ? `Move ${namesOf(moves)} to another Argo CD` : step.title,
    // A step without edits only applies the current files.
    why: step.edits.length === 0 ? why : `${why} ${step.why}`,
    first: [...groups.flatMap(beforeMerge), ...(step.first ?? [])],
    next: [...groups.flatMap(afterMerge), ...bootstraps(moves)],
  };
}

function whyOf(move: ArgoCDMove): string {
  const { cluster, within, before, after, hubLeaves } = move;
  const [from, to] = describeInstances(move);
  const moved = `Cluster ${cluster.name} moves from ${from} to ${to}`;
  if (!within)
    return `${moved}. Before the merge, the commands below remove its Applications from the old Argo CD without their objects. Otherwise two Argo CD instances would manage the same objects. Between these commands and the last step, nothing syncs the cluster, and its pods keep answering requests.`;
  const unsure =
    hubLeaves && after.hub !== undefined && before.home === undefined
      ? ` If ${to} is another Argo CD instance than ${from}, do not follow this plan: move the clusters to ${to} first, and remove ${from} in a later commit.`
      : "";
  return `${moved} in the same Argo CD, so its Applications stay and only their root Applications change.${unsure}`;
}

/** kubectl for the Argo CD instance that a cluster leaves: it contains Applications with the same names as the new one. */
const old = kubectlIn("OLD_ARGOCD_CONTEXT");

/** The commands that remove the clusters from an Argo CD instance that does not sync them any more. */
function beforeMerge(group: readonly ArgoCDMove[]): readonly Verification[] {
  const moves = group.filter(({ within }) => !within);
  const [first] = moves;
  if (first === undefined) return [];
  const { hub, namespace } = first.before;
  const where = `in the Argo CD of ${hub === undefined ? first.cluster.name : `hub ${hub}`}`;
  const found = `${old} get applications,appprojects --namespace ${namespace}`;
  const names = moves.map(({ cluster }) => cluster.name).join("|");
  const each = `${found} --output name | grep --extended-regexp '/(${names})[.]'`;
  return [
    ...(hub === undefined
      ? []
      : first.hubLeaves
        ? deletedHub(hub, namespace, where)
        : [pausedHub(hub, namespace, where)]),
    {
      command: `${old} delete applications ${rootsOf(moves).join(" ")} --namespace ${namespace} --ignore-not-found`,
      expect: `"deleted" for each root Application, ${where}. All other Applications stay, because a root Application has no finalizer`,
    },
    {
      command: `${each} | xargs -r -n 1 ${old} patch --namespace ${namespace} --type merge --patch '{"metadata":{"finalizers":null}}'`,
      expect: `"patched" for each object, ${where}. Without a finalizer, the deletion of an Application deletes no object of the Application`,
    },
    {
      command: `${found} --output custom-columns=NAME:.metadata.name,FINALIZERS:.metadata.finalizers | grep --extended-regexp '^(${names})[.]'`,
      expect: `every line to end with "<none>", ${where}. Do not continue before, because a finalizer deletes the workloads`,
    },
    {
      command: `${each} | xargs -r ${old} delete --namespace ${namespace}`,
      expect: `"deleted" for each object, ${where}`,
    },
    { command: each, expect: `no output, ${where}. Now merge this commit` },
  ];
}

function pausedHub(hub: string, namespace: string, where: string): Verification {
  return {
    command: patchedSync(hub, namespace, "null"),
    expect: `"patched", ${where}. Until it syncs again, ${hubApplication(hub)} does not restore the root Applications`,
  };
}

function deletedHub(hub: string, namespace: string, where: string): readonly Verification[] {
  return ["application", "appproject"].map((kind) => ({
    command: `${old} delete ${kind} ${hubApplication(hub)} --namespace ${namespace}`,
    expect: `"deleted", ${where}. The root Applications stay, because ${hubApplication(hub)} has no finalizer`,
  }));
}

function patchedSync(hub: string, namespace: string, automated: string): string {
  return `${old} patch application ${hubApplication(hub)} --namespace ${namespace} --type merge --patch '{"spec":{"syncPolicy":{"automated":${automated}}}}'`;
}

/** The commands after the merge for the instance that synced the clusters. */
function afterMerge(group: readonly ArgoCDMove[]): readonly Verification[] {
  const [first] = group;
  if (first?.before.hub === undefined) return [];
  const { hub, namespace } = first.before;
  const where = `in the Argo CD of hub ${hub}`;
  const left: Verification = {
    command: `${old} get applications ${rootsOf(group).join(" ")} --namespace ${namespace} --ignore-not-found`,
    expect: `no output, ${where}`,
  };
  if (!first.hubLeaves) {
    if (group.every(({ within }) => within)) return [left];
    return [
      {
        command: `${old} get application ${hubApplication(hub)} --namespace ${namespace} --output jsonpath='{.status.sync.revision}'`,
        expect: `the merged commit or a later one, ${where}. An older commit still contains the root Applications`,
      },
      {
        command: patchedSync(hub, namespace, '{"prune":true,"selfHeal":true}'),
        expect: `"patched", ${where}`,
      },
      left,
    ];
  }
  const within = group.filter((move) => move.within);
  if (within.length === 0) return [];
  return [
    // The commands before the merge have deleted it if a cluster of the hub moves to another Argo CD.
    ...(within.length === group.length ? deletedHub(hub, namespace, where) : []),
    {
      command: `${old} annotate applications ${rootsOf(within).join(" ")} --namespace ${namespace} ${trackingAnnotation}-`,
      expect: `"annotated" for each root Application. An Application cannot sync an object with the tracking annotation of another Application`,
    },
    {
      command: `${old} annotate appprojects ${within.map(({ cluster }) => rootProject(cluster.name)).join(" ")} --namespace ${namespace} ${trackingAnnotation}-`,
      expect: `"annotated" for each AppProject`,
    },
  ];
}

/** The runbooks of the new instance, those of new hubs first. */
function bootstraps(moves: readonly ArgoCDMove[]): readonly Verification[] {
  const hubs = moves.flatMap(({ after, hubExists }) =>
    after.hub === undefined || hubExists ? [] : [`${hubFolder(after.hub)}/README.md`],
  );
  // The hub applies the roots of a cluster that it knows already under another name.
  const clusters = moves.flatMap(({ cluster, within, after }) =>
    within && after.hub !== undefined ? [] : [generatedPath(cluster.name, "bootstrap", "README.md")],
  );
  const runbooks = [...new Set([...hubs, ...clusters])];
  return runbooks.map((file) => ({
    command: `less ${file}   # follow its steps`,
    expect: `the results that the runbook describes. If Argo CD is installed already, the runbook names the steps that do not apply`,
  }));
}

/** How to cancel the move before its merge, and how to revert it afterwards, as sentences. */
export function rollbackOfMoves(moves: readonly ArgoCDMove[]): readonly string[] {
  if (moves.length === 0) return [];
  const hubs = [...new Set(moves.flatMap(({ before }) => before.hub ?? []))];
  const own = moves.filter(({ before }) => before.hub === undefined).map(({ cluster }) => cluster.name);
  const restored = [
    ...hubs.map((hub) => `step 3 of ${hubFolder(hub)}/README.md`),
    ...own.map((name) => `the steps after the installation in ${generatedPath(name, "bootstrap", "README.md")}`),
  ];
  return [
    `To cancel before the merge, follow ${joinNames(restored)} in a checkout of the main branch. The root Applications then create the deleted Applications again, which continue with the objects on the cluster.`,
    "After the merge, the rollback is another move. Run git revert, and then follow npx --no-install tenantry plan before you build and merge.",
  ];
}

function rootsOf(moves: readonly ArgoCDMove[]): readonly string[] {
  return moves.flatMap(({ cluster }) => rootApplicationsOf(cluster));
}

function namesOf(moves: readonly ArgoCDMove[]): string {
  return joinNames(moves.map(({ cluster }) => cluster.name));
}
