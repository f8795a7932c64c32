import { isClusterScoped } from "../../models/cluster-scoped.ts";
import { kindName } from "../../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../../models/kubernetes-object.ts";
import { valueAt } from "../../validate/merge.ts";
import { listAt, textAt, textsAt } from "../manifests/reading.ts";
import { globMatches } from "./glob.ts";

/** The cluster that an Application deploys its objects to. */
export interface ProjectDestination {
  readonly server: string | undefined;
  readonly name: string | undefined;
}

/** The reason why a project rejects an object, as Argo CD decides it (3.2, 3.3). Undefined if the project permits the object. */
export function projectRefusal(
  project: unknown,
  object: KubernetesObject,
  destination: ProjectDestination,
): string | undefined {
  const { group } = groupVersion(object.apiVersion);
  const kind = { group, kind: object.kind, name: textAt(object, "metadata", "name") ?? "" };
  // Argo CD ignores the namespace of a cluster-scoped object.
  const scoped = isClusterScoped(kindName({ group, kind: object.kind }));
  const namespace = scoped ? undefined : textAt(object, "metadata", "namespace");
  if (namespace === undefined) {
    const allowed = inList(project, "clusterResourceWhitelist", kind);
    if (!allowed) return `it does not allow ${object.kind}, which is cluster-scoped`;
    return inList(project, "clusterResourceBlacklist", kind) ? `it denies ${object.kind}` : undefined;
  }
  // An absent list allows everything. An empty list allows nothing.
  const whitelist = valueAt(project, ["spec", "namespaceResourceWhitelist"]);
  if (whitelist !== undefined && whitelist !== null && !inList(project, "namespaceResourceWhitelist", kind))
    return `it does not allow ${object.kind}`;
  if (inList(project, "namespaceResourceBlacklist", kind)) return `it denies ${object.kind}`;
  return permitsDestination(project, destination, namespace)
    ? undefined
    : `its destinations do not include ${namespace}`;
}

function inList(
  project: unknown,
  list: string,
  wanted: { readonly group: string; readonly kind: string; readonly name: string },
): boolean {
  return listAt(project, "spec", list).some((item) => {
    const name = textAt(item, "name") ?? "";
    return (
      globMatches(textAt(item, "kind") ?? "", wanted.kind, "/") &&
      globMatches(textAt(item, "group") ?? "", wanted.group, "/") &&
      (name === "" || globMatches(name, wanted.name))
    );
  });
}

/** Whether an entry allows the destination, and no entry that begins with `!` denies it. */
export function permitsDestination(project: unknown, { server, name }: ProjectDestination, namespace: string): boolean {
  let any = false;
  for (const item of listAt(project, "spec", "destinations")) {
    const [itemServer = "", itemName = "", itemNamespace = ""] = ["server", "name", "namespace"].map((key) =>
      textAt(item, key),
    );
    const byName = name !== undefined && name !== "" && allows(itemName, name);
    const byServer = server !== undefined && server !== "" && allows(itemServer, server);
    const byNamespace = allows(itemNamespace, namespace);
    if ((byServer || byName) && byNamespace) any = true;
    else if ((!byName && denies(itemName)) || (!byServer && denies(itemServer) && byNamespace)) return false;
    else if (!byNamespace && denies(itemNamespace) && byServer) return false;
  }
  return any;
}

export function permitsSource(project: unknown, repository: string): boolean {
  const wanted = normalisedRepoURL(repository);
  let any = false;
  for (const repo of textsAt(project, "spec", "sourceRepos")) {
    const pattern = denies(repo) ? `!${normalisedRepoURL(repo.slice(1))}` : normalisedRepoURL(repo);
    if (allows(pattern, wanted, "/")) any = true;
    else if (denies(pattern)) return false;
  }
  return any;
}

function allows(pattern: string, text: string, separators = ""): boolean {
  if (denies(pattern)) return !globMatches(pattern.slice(1), text, separators);
  return pattern === "*" || globMatches(pattern, text, separators);
}

function denies(pattern: string): boolean {
  return pattern.startsWith("!");
}

function normalisedRepoURL(url: string): string {
  const lower = url.trim().toLowerCase();
  const ssh = /^[a-z0-9_.-]+@[^/:]+:(?!\/)/.test(lower) ? lower.replace(":", "/") : lower;
  return ssh.replace(/\.git$/, "").replace(/^ssh:\/\//, "");
}
