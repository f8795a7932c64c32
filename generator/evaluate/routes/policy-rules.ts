import { listAt, textsAt } from "../manifests/reading.ts";
import type { ObjectReference } from "./edge.ts";

/** A rule of an AuthorizationPolicy. */
export interface PolicyRule {
  readonly policy: ObjectReference;
  readonly rule: unknown;
}

/** The rules of AuthorizationPolicies by host, so that a request is compared only with the rules that can name its host. */
export class HostRules {
  readonly #byHost = new Map<string, PolicyRule[]>();
  readonly #forEveryHost: PolicyRule[] = [];

  constructor(rules: readonly PolicyRule[]) {
    for (const rule of rules) {
      const keys = hostKeys(rule.rule);
      if (keys === undefined) this.#forEveryHost.push(rule);
      for (const key of keys ?? []) {
        const found = this.#byHost.get(key);
        if (found === undefined) this.#byHost.set(key, [rule]);
        else found.push(rule);
      }
    }
  }

  /** The rules that can match a request to a host, which may contain a port. */
  of(host: string): readonly PolicyRule[] {
    const name = host.toLowerCase();
    const [withoutPort = name] = name.split(":");
    const withPort = withoutPort === name ? [] : (this.#byHost.get(name) ?? []);
    return [...this.#forEveryHost, ...(this.#byHost.get(withoutPort) ?? []), ...withPort];
  }
}

/** The hosts of a rule in lower case, `<host>:*` without its port. Undefined if the rule can match other hosts. */
function hostKeys(rule: unknown): ReadonlySet<string> | undefined {
  const operations = listAt(rule, "to").map((to) => textsAt(to, "operation", "hosts"));
  const keys = operations.flat().map((host) => host.toLowerCase().replace(/^([^:]*):\*$/, "$1"));
  const isLimited = operations.length > 0 && operations.every((hosts) => hosts.length > 0);
  return isLimited && !keys.some((key) => key.includes("*")) ? new Set(keys) : undefined;
}
