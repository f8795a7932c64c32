/** What somebody has to be allowed: a verb on a resource, with its subresource, in a namespace. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Nothing of what belongs to the whole cluster. */
  readonly namespace: string | undefined;
}

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

/** Flags of kubectl that stand alone; every other one is followed by its value. */
const alone: ReadonlySet<string> = new Set(["--all", "--list", "--previous"]);

/**
 * What a line of a runbook asks the API server for, as kubectl does (1.34): nothing of a line that calls something else,
 * undefined of one that is more than a look at a namespace.
 */
export function rightsOf(line: string): readonly Right[] | undefined {
  const [program, ...words] = line.split(" ");
  if (program !== "kubectl") return [];
  const { named, namespace } = parsed(words);
  const [verb = "", first = "", ...rest] = named;
  const right = (one: string, resource: string): Right => ({
    verb: one,
    group: groups.get(resource.split("/")[0] ?? "") ?? "",
    resource,
    namespace,
  });
  const each = (verbs: readonly string[]): readonly Right[] | undefined => {
    const asked = [first, ...rest.filter((word) => word.includes("/"))]
      .flatMap((word) => word.split(","))
      .map(pluralOf);
    if (asked.some((resource) => !groups.has(resource))) return undefined;
    return asked.flatMap((resource) => verbs.map((one) => right(one, resource)));
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
      return first === "can-i" && !words.includes("--as") ? [] : undefined;
    default:
      return undefined;
  }
}

function parsed(words: readonly string[]): {
  readonly named: readonly string[];
  readonly namespace: string | undefined;
} {
  const named: string[] = [];
  let namespace: string | undefined;
  for (let index = 0; index < words.length && words[index] !== "|"; index += 1) {
    const word = words[index] ?? "";
    if (word === "&" || word === "\\" || word === "") continue;
    if (!word.startsWith("--")) named.push(word);
    else if (!word.includes("=") && !alone.has(word)) {
      index += 1;
      if (word === "--namespace") namespace = words[index];
    }
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
