import { commandsIn } from "./shell-line.ts";

/** A right that a command needs in Kubernetes: a verb on a resource, with its subresource, in a namespace. */
export interface KubernetesRight {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Undefined for cluster-scoped resources. */
  readonly namespace: string | undefined;
}

/** A right that a command needs in Argo CD. */
export interface ArgoCDRight {
  readonly application: string;
  readonly action: "get" | "sync";
}

export type Right = KubernetesRight | ArgoCDRight;

/** Resources that runbooks use, with their groups. */
const groups: ReadonlyMap<string, string> = new Map(
  [
    ["", "pods services secrets events configmaps resourcequotas limitranges persistentvolumeclaims"],
    ["apps", "deployments statefulsets"],
    ["gateway.networking.k8s.io", "grpcroutes httproutes"],
    ["networking.istio.io", "virtualservices"],
    ["networking.k8s.io", "networkpolicies"],
    ["rbac.authorization.k8s.io", "rolebindings"],
    ["external-secrets.io", "externalsecrets"],
    ["argoproj.io", "applications"],
    ["mlops.seldon.io", "experiments models pipelines seldonconfigs seldonruntimes serverconfigs servers"],
  ].flatMap(([group = "", names = ""]) => names.split(" ").map((name) => [name, group] as const)),
);

/** Programs that send no requests to the API server: only to a port that was forwarded before, or to a host. */
const local: ReadonlySet<string> = new Set([
  "curl",
  "echo",
  "for",
  "git",
  "grep",
  "grpcurl",
  "kill",
  "node",
  "seq",
  "sleep",
  "sort",
  "tr",
  "uniq",
]);

/** Flags of kubectl without and with a value. The rights of a line with any other flag are unknown. */
const withoutValue: ReadonlySet<string> = new Set(["--all", "--all-containers", "--list", "--prefix", "--previous"]);
const withValue: ReadonlySet<string> = new Set(
  "container field-selector for from-file namespace output selector sort-by tail timeout type"
    .split(" ")
    .map((name) => `--${name}`),
);

type RightsParser = (words: readonly string[]) => readonly Right[] | undefined;

const rightsParsers: ReadonlyMap<string, RightsParser> = new Map<string, RightsParser>([
  ["kubectl", kubectl],
  ["argocd", argocd],
  // Only the repository's own program: npx would download any other name from the registry.
  ["npx", ([flag, program]) => (flag === "--no-install" && program === "tenantry" ? [] : undefined)],
]);

/**
 * The rights that a line of a runbook needs. Empty for a line that sends no requests to a cluster. Undefined for an unknown
 * command, and for a command that does more than read from a namespace.
 */
export function rightsOf(line: string): readonly Right[] | undefined {
  const commands = commandsIn(line);
  if (commands === undefined) return undefined;
  const rights: Right[] = [];
  for (const [program = "", ...words] of commands) {
    const needed = local.has(program) ? [] : rightsParsers.get(program)?.(words);
    if (needed === undefined) return undefined;
    rights.push(...needed);
  }
  return rights;
}

/** The checks of Argo CD's server (3.2): ending a sync needs the same right as starting one. */
function argocd([kind, verb, application, ...flags]: readonly string[]): readonly Right[] | undefined {
  if (kind !== "app" || application === undefined || flags.some((flag) => flag !== "--refresh")) return undefined;
  if (verb === "get") return [{ application, action: "get" }];
  return verb === "sync" || verb === "terminate-op" ? [{ application, action: "sync" }] : undefined;
}

/** The requests that kubectl sends to the API server (1.34). */
function kubectl(words: readonly string[]): readonly Right[] | undefined {
  const found = parsed(words);
  if (found === undefined) return undefined;
  const { named, namespace } = found;
  const [verb = "", first = "", ...others] = named;
  const right = (value: string, resource: string): Right => ({
    verb: value,
    group: groups.get(resource.split("/")[0] ?? "") ?? "",
    resource,
    namespace,
  });
  const each = (verbs: readonly string[]): readonly Right[] | undefined => {
    const resources = [first, ...others.filter((word) => word.includes("/"))]
      .flatMap((word) => word.split(","))
      .map(pluralOf);
    if (resources.some((resource) => !groups.has(resource))) return undefined;
    return resources.flatMap((resource) => verbs.map((value) => right(value, resource)));
  };
  const byName = first.includes("/") || others.length > 0;
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
      // Every user may list their own rights.
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
    else if (withValue.has(flag)) {
      const value = word === flag ? words[++index] : word.slice(flag.length + 1);
      if (flag === "--namespace") namespace = value;
    } else if (!withoutValue.has(word)) return undefined;
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
