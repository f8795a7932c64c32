import { clustersOf, entriesAt, isData, type Rendered, listIn, textIn, type World } from "./rendered.ts";
import { takes } from "./selector.ts";

/** What somebody may do after a change and could not before it, as single things: `get pods in churn`. */
export function newAccess(before: World, after: World): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [old, is] = [grantsOn(before, cluster), grantsOn(after, cluster)];
    const asked = questionsIn([...old, ...is]);
    const gained = asked.filter(
      (question) => is.some((grant) => allows(grant, question)) && !old.some((grant) => allows(grant, question)),
    );
    const lines = argoCDOn(before, cluster);
    return [
      ...gained.map(
        (question) =>
          `${cluster}: ${question.who} may ${question.verb} ${question.resource}.${question.group} ${question.name} in ${question.namespace}`,
      ),
      ...[...argoCDOn(after, cluster)].filter((line) => !lines.has(line)).map((line) => `${cluster}: ${line}`),
    ];
  });
}

interface Grant {
  readonly who: string;
  /** Every namespace where there is none. */
  readonly namespace: string | undefined;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
  readonly verbs: readonly string[];
}

interface Question {
  readonly who: string;
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly verb: string;
}

const anything = "*";

/** Each combination that some grant names; what only a wildcard takes is asked about as `any`. */
function questionsIn(grants: readonly Grant[]): readonly Question[] {
  const namespaces = [...new Set(["any", ...grants.flatMap(({ namespace }) => namespace ?? [])])];
  return [...Map.groupBy(grants, ({ who }) => who)].flatMap(([who, own]) => {
    const all = (words: (grant: Grant) => readonly string[]): readonly string[] =>
      [...new Set(["any", ...own.flatMap(words)])].filter((word) => word !== anything);
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

function allows({ who, namespace, groups, resources, names, verbs }: Grant, asked: Question): boolean {
  const has = (words: readonly string[], word: string): boolean => words.includes(anything) || words.includes(word);
  return (
    who === asked.who &&
    (namespace === undefined || namespace === asked.namespace) &&
    has(groups, asked.group) &&
    has(resources, asked.resource) &&
    has(verbs, asked.verb) &&
    (names.length === 0 || names.includes(asked.name))
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
        // Nobody here knows a role that is not rendered; its name stands for what it gives.
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

/** A ClusterRole may be put together of those whose labels it asks for. */
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

/** What Argo CD's policies give each group; by which role is nothing that it may do. */
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
