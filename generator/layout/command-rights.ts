import { commandsIn } from "./shell-line.ts";

/** What somebody has to be allowed by Kubernetes: a verb on a resource, with its subresource, in a namespace. */
export interface KubernetesRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Nothing of what belongs to the whole cluster. */
  readonly namespace: string | undefined;
}

/** What somebody has to be allowed by Argo CD. */
export interface ArgoCDRight {
  readonly application: string;
  readonly action: "get" | "sync";
}

export type Right = KubernetesRight | ArgoCDRight;

/** Resources that runbooks name, with their groups. */
const groups: ReadonlyMap<string, string> = new Map(
  [
    ["", "pods services secrets events configmaps resourcequotas limitranges persistentvolumeclaims"],
    ["apps", "deployments statefulsets"],
    ["networking.k8s.io", "networkpolicies"],
    ["rbac.authorization.k8s.io", "rolebindings"],
    ["external-secrets.io", "externalsecrets"],
    ["argoproj.io", "applications"],
    ["mlops.seldon.io", "experiments models pipelines seldonconfigs seldonruntimes serverconfigs servers"],
  ].flatMap(([group = "", names = ""]) => names.split(" ").map((name) => [name, group] as const)),
);

/** Programs that ask no cluster for anything, or a port that was forwarded before. */
const local: ReadonlySet<string> = new Set([
  "curl",
  "echo",
  "for",
  "git",
  "grep",
  "kill",
  "node",
  "seq",
  "sort",
  "tr",
  "uniq",
]);

/** Flags of kubectl that stand alone, and those that are followed by their value: a line with any other one is not judged. */
const alone: ReadonlySet<string> = new Set(["--all", "--all-containers", "--list", "--prefix", "--previous"]);
const valued: ReadonlySet<string> = new Set(
  "container field-selector for from-file namespace output selector sort-by tail timeout type"
    .split(" ")
    .map((name) => `--${name}`),
);

type RightsParser = (words: readonly string[]) => readonly Right[] | undefined;

const rightsParsers: ReadonlyMap<string, RightsParser> = new Map<string, RightsParser>([
  ["kubectl", kubectl],
  ["argocd", argocd],
  // The repository's own program alone: anything else would be whatever the registry has by that name.
  ["npx", ([flag, program]) => (flag === "--no-install" && program === "tenantry" ? [] : undefined)],
]);

/**
 * What a line of a runbook asks for: nothing of a line that asks no cluster, undefined of one that nobody judged, or that
 * asks for more than a look at a namespace.
 */
export function rightsOf(line: string): readonly Right[] | undefined {
  const commands = commandsIn(line);
  if (commands === undefined) return undefined;
  const rights: Right[] = [];
  for (const [program = "", ...words] of commands) {
    const asked = local.has(program) ? [] : rightsParsers.get(program)?.(words);
    if (asked === undefined) return undefined;
    rights.push(...asked);
  }
  return rights;
}

/** As Argo CD's server asks (3.2): who ends a sync needs what who begins one does. */
function argocd([kind, verb, application, ...flags]: readonly string[]): readonly Right[] | undefined {
  if (kind !== "app" || application === undefined || flags.some((flag) => flag !== "--refresh")) return undefined;
  if (verb === "get") return [{ application, action: "get" }];
  return verb === "sync" || verb === "terminate-op" ? [{ application, action: "sync" }] : undefined;
}

/** As kubectl asks the API server (1.34). */
function kubectl(words: readonly string[]): readonly Right[] | undefined {
  const found = parsed(words);
  if (found === undefined) return undefined;
  const { named, namespace } = found;
  const [verb = "", first = "", ...rest] = named;
  const right = (value: string, resource: string): Right => ({
    verb: value,
    group: groups.get(resource.split("/")[0] ?? "") ?? "",
    resource,
    namespace,
  });
  const each = (verbs: readonly string[]): readonly Right[] | undefined => {
    const asked = [first, ...rest.filter((word) => word.includes("/"))]
      .flatMap((word) => word.split(","))
      .map(pluralOf);
    if (asked.some((resource) => !groups.has(resource))) return undefined;
    return asked.flatMap((resource) => verbs.map((value) => right(value, resource)));
  };
  const byName = first.includes("/") || rest.length > 0;
  switch (verb) {
    case "get":
      return each([byName ? "get" : "list"]);
    case "describe":
      return and(each(byName ? ["get"] : ["get", "list"]), [right("list", "events")]);
    case "wait":
      return each(byName ? ["get", "list", "watch"] : ["list", "watch"]);
    case "logs": {
      const read = [right("get", "pods"), right("get", "pods/log")];
      return first.includes("/")
        ? and(each(["get"]), [right("list", "pods"), ...read])
        : [right("list", "pods"), ...read];
    }
    case "port-forward":
      return and(each(["get"]), [right("get", "pods"), right("list", "pods"), right("create", "pods/portforward")]);
    case "create":
      return first === "secret" ? [right("create", "secrets")] : undefined;
    case "auth":
      // Everybody may ask what they themselves may do.
      return first === "can-i" ? [] : undefined;
    default:
      return undefined;
  }
}

function parsed(
  words: readonly string[],
): { readonly named: readonly string[]; readonly namespace: string | undefined } | undefined {
  const named: string[] = [];
  let namespace: string | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    const [flag = ""] = word.split("=", 1);
    if (!word.startsWith("-")) named.push(word);
    else if (valued.has(flag)) {
      const value = word === flag ? words[++index] : word.slice(flag.length + 1);
      if (flag === "--namespace") namespace = value;
    } else if (!alone.has(word)) return undefined;
  }
  return { named, namespace };
}

function pluralOf(word: string): string {
  const name = word.split("/")[0]?.toLowerCase() ?? "";
  return name.endsWith("s") ? name : `${name}s`;
}

function and(some: readonly Right[] | undefined, more: readonly Right[]): readonly Right[] | undefined {
  return some === undefined ? undefined : [...some, ...more];
}
