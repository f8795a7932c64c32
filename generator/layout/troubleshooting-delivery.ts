import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { secretNeeds } from "../generate/secrets.ts";
import { branchName } from "../text/branch-name.ts";
import { isServing, runsPipelines, servesModels } from "../validate/effective.ts";
import { tenantApplication } from "./names.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

export function secretsMissing(scope: TenantScope): readonly TroubleSection[] {
  const { tenant } = scope;
  const needs = secretNeeds(scope);
  if (needs.length === 0) return [];
  const stored = needs.filter(({ from }) => from !== "manual").map(({ name }) => name);
  const brought = needs.filter(({ from }) => from === "manual").map(({ name }) => name);
  return [
    {
      title: "A secret has not come",
      message: [
        ...(stored.length === 0
          ? []
          : [
              `External Secrets makes ${stored.join(", ")} from what the store holds. READY False (SecretSyncedError): the store has no such path or key, or does not let External Secrets in.`,
            ]),
        ...(brought.length === 0 ? [] : [`A person brings ${brought.join(", ")}: the command is above.`]),
      ].join(" "),
      look: [
        ...(stored.length === 0
          ? []
          : [
              `kubectl get externalsecrets --namespace ${tenant.name}`,
              `kubectl describe externalsecrets ${stored.join(" ")} --namespace ${tenant.name}`,
            ]),
        `kubectl get secrets ${needs.map(({ name }) => name).join(" ")} --namespace ${tenant.name}`,
      ],
    },
  ];
}

export function notSynced(
  { cluster, tenant }: TenantScope,
  applications: readonly string[],
): readonly TroubleSection[] {
  const workloads = tenantApplication(cluster.name, tenant.name, "workloads");
  const last = applications.includes(workloads) ? workloads : applications.at(-1);
  const { namespace } = cluster.spec.argoCD;
  return [
    {
      title: "A change does not arrive: Argo CD is not Synced, or Degraded",
      message:
        "Sync failed: the message is what the API server answered. Degraded: one of the objects listed failed. Progressing: Argo CD waits for one of them, and takes no newer commit until it is healthy or failed. The argocd command needs argocd login with your Argo CD's address first; its web pages show the same.",
      look: [
        ...applications.map((name) => `argocd app get ${name} --refresh`),
        `kubectl get applications ${applications.join(" ")} --namespace ${namespace}`,
        `kubectl describe application ${last} --namespace ${namespace}`,
      ],
      fix: "Argo CD looks at git every three minutes, and at once with --refresh. It retries a failed sync by itself.",
    },
    {
      title: "A sync waits, and a newer commit repairs what it waits for",
      message: "End the sync; Argo CD then takes the newest commit by itself.",
      look: [`argocd app terminate-op ${last}`],
    },
    {
      title: "A sync timed out",
      message:
        "After half an hour Argo CD ends a sync, and does not try the same commit again. Repair what it waited for, then:",
      look: [`argocd app sync ${last}`],
    },
  ];
}

export function revertChange({ platform, cluster, tenant }: TenantScope): readonly TroubleSection[] {
  const { file } = tenant.at().source;
  const main = branchName(platform.spec.repository.revision);
  const set = `npx --no-install tenantry set ${tenant.name} --cluster ${cluster.name}`;
  const serving = isServing(cluster, tenant);
  const [model] = serving ? sortedEntries(tenant.spec.models) : [];
  const [experiment] = serving ? sortedEntries(tenant.spec.experiments) : [];
  const candidates = Object.keys(experiment?.[1].candidates ?? {}).sort();
  const losing =
    candidates.length < 2 ? undefined : candidates.filter((name) => name !== experiment?.[1].default).at(-1);
  return [
    {
      title: "Undo a change",
      message: `Revert the commit that merged it, in a clone of the repository. COMMIT is one of those that git log lists; leave out --mainline 1 where it is no merge. Where the revert conflicts below clusters/, go on: build writes those files anew.`,
      look: [
        `git fetch origin && git switch --create revert-${tenant.name} origin/${main}`,
        `git log --first-parent --max-count 5 --oneline -- ${file}`,
        "git revert --no-commit --mainline 1 COMMIT",
        "npx --no-install tenantry build",
        `git add tenants clusters .github/CODEOWNERS && git commit --message 'Revert COMMIT'`,
        "git push --set-upstream origin HEAD",
      ],
      fix: `Open a pull request and merge it: Argo CD syncs it within three minutes, on every cluster that the commit changed.${serving ? " Models that it changes are loaded again; pods restart only where their Server or ServerConfig changes." : ""} What is on volumes stays as it is.`,
    },
    ...(model === undefined
      ? []
      : [
          {
            title: "Go back to an earlier model",
            message: `git log shows where its artifact was before; write that for EARLIER, and the model's name. What set writes counts on ${cluster.name} alone${losing === undefined ? "" : "; a weight of 0 takes a candidate out of the split"}.`,
            look: [
              `git log --max-count 5 --patch -- ${file}`,
              `${set} models.${model[0]}.storageUri=EARLIER`,
              ...(experiment === undefined || losing === undefined
                ? []
                : [`${set} experiments.${experiment[0]}.candidates.${losing}=0`]),
              "npx --no-install tenantry build",
            ],
            fix: "Commit, push and merge it as above.",
          },
        ]),
  ];
}

export function permissionDenied({ tenant }: TenantScope): readonly TroubleSection[] {
  return [
    {
      title: "Permission denied",
      message: `Groups get roles under access in ${tenant.at().source.file}. What git holds only Argo CD writes.`,
      look: [
        `kubectl auth can-i --list --namespace ${tenant.name}`,
        `kubectl get rolebindings --namespace ${tenant.name} --output wide`,
      ],
    },
  ];
}

export function whomToCall(scope: TenantScope): readonly TroubleSection[] {
  const { platform, cluster, tenant } = scope;
  const { owner } = tenant.spec;
  const team = platform.spec.owner;
  const theirs = [
    "nodes",
    "volumes",
    ...(runsPipelines(tenant) ? ["Kafka"] : []),
    ...(secretNeeds(scope).some(({ from }) => from !== "manual") ? ["secret stores"] : []),
    ...(servesModels(tenant) ? ["Seldon's operator"] : []),
    "Argo CD",
  ];
  return [
    {
      title: "Whom to call",
      message: `Contacts are at the top of this page. ${owner.team} answers for everything in ${tenant.at().source.file}${servesModels(tenant) ? ", models and their artifacts" : ""}; ${team.team} for ${theirs.join(", ")}, and the commands that are the platform team's. Tell them: ${tenant.name} on ${cluster.name}; since when; what fails, with the object's name and its message; what these commands print.`,
      look: [
        `git log --first-parent --max-count 5 --format='%h %cI %s' -- ${tenant.at().source.file} clusters/${cluster.name}`,
        `kubectl get events --namespace ${tenant.name} --sort-by .lastTimestamp`,
      ],
    },
  ];
}
