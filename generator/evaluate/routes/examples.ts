import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { PathMatch } from "./route-table.ts";

/** Hosts and paths that match a pattern, but that no object names, so that no narrower pattern matches them. */
export class Examples {
  readonly #label: string;

  constructor(objects: readonly KubernetesObject[]) {
    const taken = JSON.stringify(objects).match(/examplex*/gi) ?? [];
    const longest = taken.reduce((length, text) => Math.max(length, text.length), 0);
    this.#label = "example".padEnd(longest + 1, "x");
  }

  hostOf(pattern: string): string {
    return pattern.replace("*", this.#label);
  }

  pathOf({ type, value }: PathMatch): string {
    if (type === "exact") return value;
    return value.endsWith("/") ? `${value}${this.#label}` : `${value}/${this.#label}`;
  }
}
