import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";

/** Permission to change files in a pull request. */
export const guardCodes = {
  "guard/not-yours": {
    severity: "error",
    summary: "A pull request changes the file of a tenant, and its author is not a member of that tenant's team.",
    why: "A tenant's file defines what runs under a team's name, on its quota, with its data. A change that the team did not make is a mistake, or worse.",
    fix: "Have a member of that team open the pull request, or remove the file from this pull request. The platform team may change every file.",
    messages: {
      otherTeam: (tenant: string, owner: string) => `${tenant} belongs to ${owner}, and the author is not a member`,
    },
  },
  "guard/platform": {
    severity: "error",
    summary:
      "A pull request makes a change that only the platform team may make, and no member of that team has approved it.",
    why: "The platform's and the clusters' files, the generator, workflows, waivers, new tenants and changes across tenants affect all users of a cluster. One tenant's team cannot take responsibility for that.",
    fix: "Request an approval from a member of the platform team, or leave that part out of this pull request.",
    messages: {
      unknownTeam: () => "the base does not name the platform team, so the change cannot be approved",
      invalidBase: () => "the input files of the base are invalid",
      staleTenant: (tenant: string) =>
        `the generated files of ${tenant} on the main branch are out of date, so it is unknown what ${tenant} has`,
      platformFile: (file: string) => `${file} belongs to the platform team`,
      severalTenants: (count: number, tenant: string) =>
        `the change affects ${count} tenants at once, including ${tenant}`,
      newTenant: (tenant: string) => `${tenant} is a new tenant`,
      newCluster: (tenant: string, cluster: string) => `${tenant} would be new on ${cluster}`,
      otherOwner: (tenant: string, before: string, after: string) =>
        `the owner of ${tenant} would change from ${before} to ${after}`,
      otherComponents: (tenant: string, cluster: string, components: string) =>
        `${tenant} on ${cluster} would add or remove component ${components}, which is not free to use`,
      otherWaivers: (tenant: string, cluster: string) => `the waivers of ${tenant} on ${cluster} would change`,
      storageClass: (tenant: string, classes: string, cluster: string) =>
        `${tenant} would use storage class ${classes} on ${cluster}`,
      moreStorage: (tenant: string, cluster: string, volumes: string) =>
        `${tenant} would have more storage on ${cluster} (${volumes}), and its quota does not bound storage`,
    },
  },
  "guard/widens": {
    severity: "error",
    summary: "A change gives a tenant more than it had: quota, reach, access, or looser pod security.",
    why: "Within its current grants a tenant's team decides alone. Anything beyond them uses capacity that other tenants share, or opens access that other tenants keep closed.",
    fix: "Request an approval from a member of the platform team. The command npx --no-install tenantry diff shows what the change widens.",
    messages: {
      widened: (aspect: string, cluster: string, subject: string, change: string) =>
        `${aspect} on ${cluster}: ${subject} ${change}`,
    },
  },
  "guard/other-branch": {
    severity: "error",
    summary: "A pull request targets a branch other than the one that Argo CD follows.",
    why: "An approval belongs to a commit, and a commit can be proposed for any branch. An approval for a branch that Argo CD does not read would also count for the branch that the clusters follow.",
    fix: "Open the pull request for the main branch, and have it approved there.",
    messages: {
      otherBranch: (target: string, branch: string) =>
        `the pull request targets ${target}, but Argo CD syncs ${branch}`,
    },
  },
  "guard/behind": {
    severity: "error",
    summary: "The branch of a pull request lacks commits of the main branch.",
    why: "A change is compared with the merged files to find what it widens. Against an older commit, a quota that was lowered since, or a team that was replaced since, would still count.",
    fix: "Update the branch: merge the main branch into it, or rebase it.",
    messages: {
      behind: (base: string) => `the branch lacks commits of the main branch: it was compared with ${base}`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
