import { type Change, describeRef } from "../plan/change.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

const levels = ["privileged", "baseline", "restricted"];
const label = "pod-security.kubernetes.io/enforce";

/** What a namespace lets pods be, before and after. */
export function podSecurityStatements(changes: readonly Change[]): readonly Statement[] {
  return changes
    .filter(({ ref, verb }) => ref.kind === "Namespace" && verb !== "delete")
    .flatMap(({ cluster, tenant, ref, before, after }) => {
      const [old, fresh] = [levelOf(before), levelOf(after)];
      if (old === fresh || before === undefined) return [];
      const lower = levels.indexOf(fresh) < levels.indexOf(old);
      return [
        {
          topic: "pod security" as const,
          risk: lower ? ("high" as const) : ("medium" as const),
          cluster,
          tenant,
          about: describeRef(ref),
          says: `enforces ${fresh} instead of ${old}: pods that run stay, and pods that come are held to it`,
          ...(lower ? { widens: true as const, headline: `lowers pod security of ${ref.name} to ${fresh}` } : {}),
        },
      ];
    });
}

/** A namespace that says nothing enforces nothing. */
function levelOf(object: RawMap | undefined): string {
  const level = valueAt(object, ["metadata", "labels", label]);
  return typeof level === "string" ? level : "privileged";
}
