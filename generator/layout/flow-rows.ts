import type { Flow } from "../patterns/flow.ts";

/** Rows of the table of allowed traffic in the README of a namespace. */
export function flowRows(
  flows: readonly Flow[],
): readonly Readonly<Record<"name" | "arrow" | "ports" | "why", string>>[] {
  return flows.map(({ name, direction, ports, why }) => ({
    name,
    arrow: direction,
    ports: ports
      .map(({ port, endPort, protocol }) => `${port}${endPort === undefined ? "" : `-${endPort}`}/${protocol}`)
      .join(", "),
    why,
  }));
}
