import { compareStrings } from "../diagnostics/diagnostic.ts";
import { sortedEntries, type TenantScope } from "../generate/scope.ts";
import { isCopied, isStored, secretNeeds } from "../generate/secret-needs.ts";
import { branchName } from "../text/branch-name.ts";
import { joinNames } from "../text/listed.ts";
import { isServing, runsPipelines, servesModels } from "../validate/effective.ts";
import { isRemote } from "./argo-cd.ts";
import { tenantApplication } from "./names.ts";
import { codeOwnersPathspec } from "./paths.ts";
import type { TroubleSection } from "./troubleshooting-section.ts";

export function secretsMissing(scope: TenantScope): readonly TroubleSection[] {
  const { tenant } = scope;
  const needs = secretNeeds(scope);
  if (needs.length === 0) return [];
  const stored = needs.filter(({ from }) => isStored(from)).map(({ name }) => name);
  const manual = needs.filter(({ from }) => from === "manual").map(({ name }) => name);
  const copied = needs.filter(({ from }) => isCopied(from)).map(({ name }) => name);
  const external = [...stored, ...copied].sort(compareStrings);
  return [
    {
      title: "A Secret is missing",
      message: [
        ...(stored.length === 0
          ? []
          : [
              `External Secrets creates ${joinNames(stored)} from the values in the secret store. If the output shows "SecretSyncedError", the secret store does not contain the path or the key, or denies access to External Secrets.`,
            ]),
        ...(copied.length === 0
          ? []
          : [
              `External Secrets copies ${joinNames(copied)} from the namespaces of add-ons. If the output shows "SecretSyncedError", the Secret or the right to read the Secret does not exist yet. The Application ${tenantApplication(scope.cluster.name, tenant.name, "shares")} creates both.`,
            ]),
        ...(manual.length === 0
          ? []
          : [
              `Create ${joinNames(manual)} by hand, with the ${manual.length > 1 ? "commands" : "command"} in the section "Secrets" of this page.`,
            ]),
      ].join(" "),
      look: [
        ...(external.length === 0
          ? []
          : [
              `kubectl get externalsecrets --namespace ${tenant.name}`,
              `kubectl describe externalsecrets ${external.join(" ")} --namespace ${tenant.name}`,
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
      title: "A change is not applied: an Application is not Synced, or is Degraded",
      message: `Before the first argocd command, log in to your Argo CD with "argocd login". ${isRemote(cluster) ? "Argo CD runs on another cluster: for the kubectl commands, use the context for that cluster. " : ""}The commands and the web UI of Argo CD show the state of an Application:`,
      cases: [
        '"Sync failed": the message contains the error of the API server.',
        '"Degraded": at least one object of the Application failed.',
        '"Progressing": Argo CD waits for an object of the Application, and syncs no newer commit until this object is healthy or has failed.',
      ],
      look: [
        ...applications.map((name) => `argocd app get ${name} --refresh`),
        `kubectl get applications ${applications.join(" ")} --namespace ${namespace}`,
        `kubectl describe application ${last} --namespace ${namespace}`,
      ],
      fix: 'Argo CD checks git every three minutes, and immediately if you use "--refresh". Argo CD retries a failed sync automatically.',
    },
    {
      title: "A sync waits, and a newer commit has the fix",
      message: "End the waiting sync. Argo CD then syncs the newest commit automatically.",
      look: [`argocd app terminate-op ${last}`],
    },
    {
      title: "A sync timed out",
      message:
        "Argo CD ends a sync after 30 minutes, and does not retry the same commit. Fix the object that Argo CD waited for, then start a new sync:",
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
      title: "Roll back a change",
      message: `In a clone of the repository, revert the commit that merged the change. Replace "COMMIT" with the hash of this commit from the output of "git log". If this commit is not a merge commit, omit "--mainline 1". If git reports conflicts below clusters/, continue: the build command generates all files below clusters/ again.`,
      look: [
        `git fetch origin && git switch --create revert-${tenant.name} origin/${main}`,
        `git log --first-parent --max-count 5 --oneline -- ${file}`,
        "git revert --no-commit --mainline 1 COMMIT",
        "npx --no-install tenantry build",
        `git add tenants clusters ${codeOwnersPathspec(platform.spec.repository.path)} && git commit --message 'Revert COMMIT'`,
        "git push --set-upstream origin HEAD",
      ],
      fix: `Open a pull request with the revert and merge the pull request. Argo CD syncs the revert within three minutes, on every cluster that the revert changes.${serving ? " Servers load the changed models again. Pods restart only if their Server or ServerConfig changes." : ""} The data on volumes does not change.`,
    },
    ...(model === undefined
      ? []
      : [
          {
            title: "Roll back a model",
            message: `Replace "EARLIER" with the earlier location of the artifact from the output of "git log", and "${model[0]}" with the name of the model. The "tenantry set" commands change the tenant only on ${cluster.name}.${losing === undefined ? "" : " A weight of 0 removes a candidate from the split."}`,
            look: [
              `git log --max-count 5 --patch -- ${file}`,
              `${set} models.${model[0]}.storageUri=EARLIER`,
              ...(experiment === undefined || losing === undefined
                ? []
                : [`${set} experiments.${experiment[0]}.candidates.${losing}=0`]),
              "npx --no-install tenantry build",
            ],
            fix: 'Commit, push and merge the change as in the section "Roll back a change".',
          },
        ]),
  ];
}

export function permissionDenied({ tenant }: TenantScope): readonly TroubleSection[] {
  return [
    {
      title: "Permission denied",
      message: `The field "access" in ${tenant.at().source.file} grants roles to groups and service accounts. Only Argo CD may change objects whose manifests are in git.`,
      look: [
        `kubectl auth can-i --list --namespace ${tenant.name}`,
        `kubectl get rolebindings --namespace ${tenant.name} --output wide`,
      ],
    },
  ];
}

export function contacts(scope: TenantScope): readonly TroubleSection[] {
  const { platform, cluster, tenant } = scope;
  const { owner } = tenant.spec;
  const team = platform.spec.owner;
  const platformParts = [
    "nodes",
    "volumes",
    ...(runsPipelines(tenant) ? ["Kafka"] : []),
    ...(secretNeeds(scope).some(({ from }) => isStored(from)) ? ["secret stores"] : []),
    ...(servesModels(tenant) ? ["Seldon's operator"] : []),
    "Argo CD",
  ];
  return [
    {
      title: "Get help",
      message: `The first table of this page contains the contacts. The team ${owner.team} is responsible for everything in ${tenant.at().source.file}${servesModels(tenant) ? ", and for models and their artifacts" : ""}. The team ${team.team} is responsible for ${joinNames(platformParts)}, and for all commands below the line "The platform team:". Report the tenant and the cluster (${tenant.name} on ${cluster.name}), the time at which the problem began, the name and the error message of the failing object, and the output of the commands below.`,
      look: [
        `git log --first-parent --max-count 5 --format='%h %cI %s' -- ${tenant.at().source.file} clusters/${cluster.name}`,
        `kubectl get events --namespace ${tenant.name} --sort-by .lastTimestamp`,
      ],
    },
  ];
}
