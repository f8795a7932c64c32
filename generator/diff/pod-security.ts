import { textAt } from "../evaluate/manifests/reading.ts";
import { type Change, describeRef } from "../plan/change.ts";
import type { RawMap } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

const levels = ["privileged", "baseline", "restricted"];

/** Modes of pod security: what each does with a pod below its level. */
const modes = {
  enforce: { verb: "enforces", rest: ": pods that run stay, and pods that come are held to it", risk: "high" },
  audit: { verb: "notes in the audit log below", rest: "", risk: "medium" },
  warn: { verb: "warns below", rest: "", risk: "low" },
} as const;

/** What a namespace lets pods be, and what of it somebody is told, before and after. */
export function podSecurityStatements(changes: readonly Change[]): readonly Statement[] {
  return changes
    .filter(({ ref, verb, before }) => ref.kind === "Namespace" && verb !== "delete" && before !== undefined)
    .flatMap(({ cluster, tenant, ref, before, after }) =>
      (["enforce", "audit", "warn"] as const).flatMap((mode) => {
        const [old, fresh] = [levelOf(before, mode), levelOf(after, mode)];
        const older = isOlder(versionOf(before, mode), versionOf(after, mode));
        if (old === fresh && !older) return [];
        const lower = levels.indexOf(fresh) < levels.indexOf(old) || older;
        const { verb, rest, risk } = modes[mode];
        return [
          {
            topic: "pod security" as const,
            risk: lower ? risk : ("medium" as const),
            cluster,
            tenant,
            about: describeRef(ref),
            message: `${verb} ${fresh} instead of ${old}${older ? `, as an older version of Kubernetes has it` : ""}${rest}`,
            ...(lower
              ? { widens: true as const, headline: `lowers pod security of ${ref.name} to ${fresh} (${mode})` }
              : {}),
          },
        ];
      }),
    );
}

/** A namespace that says nothing enforces nothing; a level that there is not is none. */
function levelOf(object: RawMap | undefined, mode: keyof typeof modes): string {
  const level = textAt(object, "metadata", "labels", `pod-security.kubernetes.io/${mode}`);
  return level !== undefined && levels.includes(level) ? level : "privileged";
}

function versionOf(object: RawMap | undefined, mode: keyof typeof modes): string {
  return textAt(object, "metadata", "labels", `pod-security.kubernetes.io/${mode}-version`) ?? "latest";
}

/** Whether a version of the standards is before another; what is no version may be any. */
function isOlder(before: string, after: string): boolean {
  if (before === after || after === "latest") return false;
  const [old, fresh] = [before, after].map((version) => Number(/^v1[.](\d+)$/.exec(version)?.[1] ?? Number.NaN));
  return old === undefined || fresh === undefined || !(fresh >= old);
}
