import { textAt } from "../evaluate/manifests/reading.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { newLevel } from "../plan/cluster-effects.ts";
import type { RawMap } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

const levels = ["privileged", "baseline", "restricted"];

/** Modes of pod security, and their reaction to a pod below the level. */
const modes = {
  enforce: { verb: "enforces pod security level", note: `. ${newLevel}`, risk: "high" },
  audit: { verb: "sets the audit level", note: "", risk: "medium" },
  warn: { verb: "sets the warn level", note: "", risk: "low" },
} as const;

/** Changes of the pod security levels that a namespace enforces, audits and warns about. */
export function podSecurityStatements(changes: readonly Change[]): readonly Statement[] {
  return changes
    .filter(({ ref, verb, before }) => ref.kind === "Namespace" && verb !== "delete" && before !== undefined)
    .flatMap(({ cluster, tenant, ref, before, after }) =>
      (["enforce", "audit", "warn"] as const).flatMap((mode) => {
        const [old, fresh] = [levelOf(before, mode), levelOf(after, mode)];
        const older = isOlder(versionOf(before, mode), versionOf(after, mode));
        if (old === fresh && !older) return [];
        const lower = levels.indexOf(fresh) < levels.indexOf(old) || older;
        const { verb, note, risk } = modes[mode];
        return [
          {
            topic: "pod security" as const,
            risk: lower ? risk : ("medium" as const),
            cluster,
            tenant,
            about: describeRef(ref),
            message: `${verb} ${fresh} instead of ${old}${older ? ", as defined by an older version of Kubernetes" : ""}${note}`,
            ...(lower
              ? { widens: true as const, headline: `lowers pod security of ${ref.name} to ${fresh} (${mode})` }
              : {}),
          },
        ];
      }),
    );
}

/** A namespace without a level, or with an unknown level, enforces nothing. */
function levelOf(object: RawMap | undefined, mode: keyof typeof modes): string {
  const level = textAt(object, "metadata", "labels", `pod-security.kubernetes.io/${mode}`);
  return level !== undefined && levels.includes(level) ? level : "privileged";
}

function versionOf(object: RawMap | undefined, mode: keyof typeof modes): string {
  return textAt(object, "metadata", "labels", `pod-security.kubernetes.io/${mode}-version`) ?? "latest";
}

/** Whether the standards change to an older version. An invalid version counts as older. */
function isOlder(before: string, after: string): boolean {
  if (before === after || after === "latest") return false;
  const [old, fresh] = [before, after].map((version) => Number(/^v1[.](\d+)$/.exec(version)?.[1] ?? Number.NaN));
  return old === undefined || fresh === undefined || !(fresh >= old);
}
