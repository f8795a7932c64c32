import { kindName, projectKind } from "../models/kinds.ts";
import type { Change } from "../plan/change.ts";
import { countText } from "../text/counted.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

/** The kinds that AppProjects allow or no longer allow. Equal changes of several projects on a cluster are one effect. */
export function projectKindStatements(changes: readonly Change[]): readonly Statement[] {
  const found = changes
    .filter(({ verb, ref }) => verb === "change" && kindName(ref) === projectKind)
    .flatMap((change) => kindChanges(change).map((effect) => ({ change, ...effect })));
  const alike = Map.groupBy(found, ({ change, message }) => JSON.stringify([change.cluster, message]));
  return [...alike.values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : [
          {
            topic: "objects" as const,
            risk: first.risk,
            cluster: first.change.cluster,
            tenant: undefined,
            about: ownersOf([first, ...more].map(({ change }) => change)),
            message: first.message,
          },
        ],
  );
}

function ownersOf(changes: readonly Change[]): string {
  const tenants = new Set(changes.flatMap(({ tenant }) => tenant ?? []));
  const shared = changes.some(({ tenant }) => tenant === undefined);
  const owners = [
    ...(tenants.size === 0 ? [] : [countText(tenants.size, "tenant")]),
    ...(shared ? ["the platform"] : []),
  ];
  return `AppProjects of ${owners.join(" and ")}`;
}

function kindChanges({ before, after }: Change): readonly Pick<Statement, "risk" | "message">[] {
  const [old, fresh] = [allowedKinds(before), allowedKinds(after)];
  const gained = [...fresh].filter((kind) => !old.has(kind)).sort();
  const lost = [...old].filter((kind) => !fresh.has(kind)).sort();
  return [
    ...(gained.length === 0 ? [] : [{ risk: "medium" as const, message: `allow further kinds: ${gained.join(", ")}` }]),
    ...(lost.length === 0 ? [] : [{ risk: "low" as const, message: `no longer allow kinds: ${lost.join(", ")}` }]),
  ];
}

function allowedKinds(project: RawMap | undefined): ReadonlySet<string> {
  const lists = ["namespaceResourceWhitelist", "clusterResourceWhitelist"].map((name) =>
    valueAt(project, ["spec", name]),
  );
  return new Set(
    lists
      .flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
      .map((entry) =>
        isMap(entry) ? kindName({ group: String(entry["group"] ?? ""), kind: String(entry["kind"]) }) : "",
      ),
  );
}
