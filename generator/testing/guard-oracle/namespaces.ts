import { clustersOf, entriesAt, labelsIn, type World } from "./rendered.ts";

const levels = ["privileged", "baseline", "restricted"];
const podSecurity = "pod-security.kubernetes.io/";

/** Labels and annotations of namespaces that differ and are no tenant's own, and levels of pod security that let more through. */
export function otherNamespaces(before: World, after: World, free: readonly string[]): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const [old, is] = [namespacesOn(before, cluster), namespacesOn(after, cluster)];
    return [...is].flatMap(([name, now]) => {
      const was = old.get(name);
      const labels = differing(labelsIn(was, "metadata", "labels"), labelsIn(now, "metadata", "labels")).filter(
        (key) => !key.startsWith(podSecurity) && !free.some((prefix) => key.startsWith(prefix)),
      );
      const annotations = differing(
        labelsIn(was, "metadata", "annotations"),
        labelsIn(now, "metadata", "annotations"),
      ).filter((key) => key !== "tenantry.dev/owner" && key !== "tenantry.dev/contact");
      return [
        ...labels,
        ...annotations,
        ...weaker(labelsIn(was, "metadata", "labels"), labelsIn(now, "metadata", "labels")),
      ].map((key) => `${cluster}: ${name} has another ${key}`);
    });
  });
}

function namespacesOn({ objects }: World, cluster: string): ReadonlyMap<string, unknown> {
  return new Map(
    objects
      .filter((object) => object.cluster === cluster && object.kind === "Namespace")
      .map(({ name, data }) => [name, data]),
  );
}

type Texts = Readonly<Record<string, string>>;

function differing(old: Texts, is: Texts): readonly string[] {
  return [...new Set([...entriesAt(old), ...entriesAt(is)].map(([key]) => key))].filter((key) => old[key] !== is[key]);
}

/** A mode that says nothing is privileged, and one without a version is of the newest. */
function weaker(old: Texts, is: Texts): readonly string[] {
  return ["enforce", "audit", "warn"].flatMap((mode) => {
    const key = `${podSecurity}${mode}`;
    const level = (labels: Texts): number => Math.max(levels.indexOf(labels[key] ?? "privileged"), 0);
    const version = (labels: Texts): number =>
      Number(labels[`${key}-version`]?.replace(/^v1[.]/, "").replace("latest", "999") ?? 999);
    return [...(level(is) < level(old) ? [key] : []), ...(version(is) < version(old) ? [`${key}-version`] : [])];
  });
}
