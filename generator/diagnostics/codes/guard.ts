import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";

/** Permission to change files in a pull request. */
export const guardCodes = {
  "guard/not-yours": {
    severity: "error",
    summary:
      "A pull request changes the file of a tenant, but the author of the pull request is not a member of that tenant's team.",
    why: "A tenant's file defines the workloads that run under a team's name, with that team's quota and data. A change by a person outside the team may be a mistake or an attack.",
    fix: "Have a member of the tenant's team open the pull request, or remove the tenant's file from the pull request. The platform team may change every file.",
    messages: {
      otherTeam: (tenant: string, owner: string) =>
        `tenant ${tenant} belongs to ${owner}, and the author is not a member of ${owner}`,
    },
  },
  "guard/platform": {
    severity: "error",
    summary:
      "A pull request makes a change that only the platform team may make, but no member of the platform team has approved the pull request.",
    why: "The platform's and the clusters' files, the generator, workflows, waivers, new tenants and changes across tenants affect all users of a cluster. The team of one tenant cannot take responsibility for such a change.",
    fix: "Request an approval from a member of the platform team, or remove the change from the pull request.",
    messages: {
      unknownTeam: () => "missing platform team in the base: guard cannot determine who must approve the change",
      invalidBase: () => "invalid input files in the base",
      staleTenant: (tenant: string) =>
        `the generated files of ${tenant} on the main branch are out of date: guard cannot determine what ${tenant} was granted`,
      platformFile: (file: string) => `${file} belongs to the platform team`,
      filesOutside: (count: number, folder: string, first: string) =>
        `the change also contains ${count === 1 ? "a file" : `${count} files`} outside ${folder}, which guard does not check: ${first}`,
      severalTenants: (count: number, tenant: string) =>
        `too many tenants in one change: ${count}, including ${tenant}`,
      newTenant: (tenant: string) => `new tenant ${tenant}`,
      newCluster: (tenant: string, cluster: string) => `new cluster ${cluster} for tenant ${tenant}`,
      newGroups: (tenant: string, groups: string) => `new cluster groups for tenant ${tenant}: ${groups}`,
      widerSelector: (tenant: string) =>
        `new or wider spec.clusterSelector of tenant ${tenant}: it can select later clusters`,
      noLongerExcluded: (tenant: string, clusters: string) =>
        `removed entries of spec.excludeClusters of tenant ${tenant}: ${clusters}`,
      lostCluster: (tenant: string, change: string) => `tenant ${tenant} ${change}`,
      otherOwner: (tenant: string, before: string, after: string) =>
        `new owner of tenant ${tenant}: ${after} instead of ${before}`,
      largerBodies: (tenant: string, route: string, size: number | undefined) =>
        `larger requests of tenant ${tenant}: route ${route} accepts bodies ${size === undefined ? "up to the limit of the Ingress controller" : `of ${size} MiB`}`,
      moreRequests: (tenant: string, route: string) =>
        `higher or removed rate limit of tenant ${tenant}: route ${route}`,
      otherComponents: (tenant: string, cluster: string, components: string) =>
        `changed component ${components} of tenant ${tenant} on ${cluster}: only a component with the annotation tenantry.dev/opt-in: free needs no approval`,
      componentImages: (tenant: string, cluster: string, images: string) =>
        `new image of a Seldon component for tenant ${tenant} on ${cluster}: ${images}`,
      otherWaivers: (tenant: string, cluster: string) => `changed waivers of tenant ${tenant} on ${cluster}`,
      storageClass: (tenant: string, classes: string, cluster: string) =>
        `new storage class ${classes} for tenant ${tenant} on ${cluster}`,
      moreStorage: (tenant: string, cluster: string, volumes: string) =>
        `more storage for tenant ${tenant} on ${cluster} (${volumes}): the tenant's quota does not limit storage`,
    },
  },
  "guard/widens": {
    severity: "error",
    summary:
      "A change gives a tenant more quota, network access or permissions than before, or a lower pod security level.",
    why: "A tenant's team decides alone about changes within its current grants. A change beyond these grants uses capacity that other tenants share, or opens access that can affect other tenants.",
    fix: "Request an approval from a member of the platform team. The command npx --no-install tenantry diff shows which grants the change extends.",
    messages: {
      widened: (aspect: string, cluster: string, subject: string, change: string) =>
        `${aspect} on ${cluster}: ${subject} ${change}`,
    },
  },
  "guard/other-branch": {
    severity: "error",
    summary: "A pull request targets a branch that Argo CD does not follow.",
    why: "The command guard writes its verdict as the status of a commit, and the same commit can be proposed for any branch. A verdict about another branch would also count for the branch that Argo CD follows.",
    fix: "Open a pull request for the main branch, and request an approval for this pull request.",
    messages: {
      otherBranch: (target: string, branch: string) => `invalid target branch ${target}: Argo CD syncs ${branch}`,
    },
  },
  "guard/behind": {
    severity: "error",
    summary: "The branch of a pull request lacks commits of the main branch.",
    why: "The command guard compares a change with a commit of the main branch to find which grants the change extends. In an older commit, guard would still find a quota that has since been lowered, or a team that has since been replaced.",
    fix: "Merge the main branch into the branch of the pull request, or rebase that branch onto the main branch.",
    messages: {
      behind: (base: string) => `missing commits of the main branch: guard compared the pull request with ${base}`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
