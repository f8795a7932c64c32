import { clustersOf, entriesAt, isData, listIn, type Rendered, textIn, type World } from "./rendered.ts";
import { takes } from "./selector.ts";

/** The permissions that subjects have after a change and did not have before, one by one: `get pods in churn`. */
export function newAccess(before: World, after: World): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [grantsBefore, grantsAfter] = [grantsOn(before, cluster), grantsOn(after, cluster)];
    const gained = requestsIn([...grantsBefore, ...grantsAfter]).filter(
      (request) =>
        grantsAfter.some((grant) => allows(grant, request)) && !grantsBefore.some((grant) => allows(grant, request)),
    );
    const lines = argoCDOn(before, cluster);
    return [
      ...gained.map(
        (request) =>
          `${cluster}: ${request.who} may ${request.verb} ${request.resource}.${request.group} ${request.name} in ${request.namespace}`,
      ),
      ...[...argoCDOn(after, cluster)].filter((line) => !lines.has(line)).map((line) => `${cluster}: ${line}`),
    ];
  });
}

interface Grant {
  readonly who: string;
  /** Undefined for every namespace. */
  readonly namespace: string | undefined;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly verbs: readonly string[];
}

interface Request {
  readonly who: string;
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly verb: string;
}

const anything = "*";

/** Each combination that some grant names. `any` represents values that only a wildcard matches. */
function requestsIn(grants: readonly Grant[]): readonly Request[] {
  const namespaces = [...new Set(["any", ...grants.flatMap(({ namespace }) => namespace ?? [])])];
  return [...Map.groupBy(grants, ({ who }) => who)].flatMap(([who, grantsOfSubject]) => {
    const all = (words: (grant: Grant) => readonly string[]): readonly string[] =>
      [...new Set(["any", ...grantsOfSubject.flatMap(words)])].filter((word) => word !== anything);
    const [verbs, groups, resources, names] = [
      all((grant) => grant.verbs),
      all((grant) => grant.groups),
      all((grant) => grant.resources),
      all((grant) => grant.names),
    ];
    return namespaces.flatMap((namespace) =>
      groups.flatMap((group) =>
        resources.flatMap((resource) =>
          names.flatMap((name) => verbs.map((verb) => ({ who, namespace, group, resource, name, verb }))),
        ),
      ),
    );
  });
}

function allows({ who, namespace, groups, resources, names, verbs }: Grant, request: Request): boolean {
  const has = (words: readonly string[], word: string): boolean => words.includes(anything) || words.includes(word);
  return (
    who === request.who &&
    (namespace === undefined || namespace === request.namespace) &&
    has(groups, request.group) &&
    has(resources, request.resource) &&
    has(verbs, request.verb) &&
    (names.length === 0 || names.includes(request.name))
  );
}

function grantsOn({ objects }: World, cluster: string): readonly Grant[] {
  const here = objects.filter((object) => object.cluster === cluster);
  return here
    .filter(({ kind }) => kind === "RoleBinding" || kind === "ClusterRoleBinding")
    .flatMap((binding) => {
      const [kind, name] = [textIn(binding.data, "roleRef", "kind"), textIn(binding.data, "roleRef", "name")];
      const namespace = binding.kind === "RoleBinding" ? binding.namespace : undefined;
      const role = here.find(
        (rendered) =>
          rendered.kind === kind &&
          rendered.name === name &&
          (kind === "ClusterRole" || rendered.namespace === namespace),
      );
      const rules = role === undefined ? undefined : rulesOf(role, here);
      return listIn(binding.data, "subjects").flatMap((subject) => {
        const who = `${textIn(subject, "kind")} ${textIn(subject, "namespace") ?? ""}/${textIn(subject, "name")}`;
        // The permissions of a role that is not rendered are unknown. Its name represents them.
        if (rules === undefined)
          return [{ who, namespace, groups: [`role ${kind} ${name}`], resources: ["any"], names: [], verbs: ["any"] }];
        return rules.map((rule): Grant => {
          const words = (field: string): readonly string[] => listIn(rule, field).map(String);
          const urls = words("nonResourceURLs");
          return {
            who,
            namespace,
            groups: words("apiGroups"),
            resources: [...words("resources"), ...urls],
            names: words("resourceNames"),
            verbs: words("verbs"),
          };
        });
      });
    });
}

/** The rules of a role. A ClusterRole may aggregate the ClusterRoles that its selectors match. */
function rulesOf({ data }: Rendered, here: readonly Rendered[]): readonly unknown[] {
  const selectors = listIn(data, "aggregationRule", "clusterRoleSelectors");
  const parts = here.filter(({ kind, data: role }) => {
    const labels = Object.fromEntries(
      entriesAt(role, "metadata", "labels").map(([key, value]) => [key, String(value)]),
    );
    return kind === "ClusterRole" && selectors.some((selector) => takes(selector, labels));
  });
  return [...listIn(data, "rules"), ...parts.flatMap((part) => listIn(part.data, "rules"))];
}

/** The permissions that Argo CD's policies grant each group, without the name of the role. */
function argoCDOn({ objects }: World, cluster: string): ReadonlySet<string> {
  const projects = objects.filter((object) => object.cluster === cluster && object.kind === "AppProject");
  return new Set(
    projects.flatMap(({ data }) =>
      listIn(data, "spec", "roles")
        .filter(isData)
        .flatMap((role) =>
          listIn(role, "groups").flatMap((group) =>
            listIn(role, "policies").map((line) => `${group}: ${withoutRole(String(line))}`),
          ),
        ),
    ),
  );
}

/** A line of a policy is `p, role, resource, action, object, effect`. */
function withoutRole(line: string): string {
  const parts = line.split(",");
  return parts.length === 6 ? parts.toSpliced(1, 1).join(",") : line;
}
