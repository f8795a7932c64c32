import { clustersOf, entriesAt, labelsIn, type World } from "./rendered.ts";

const levels = ["privileged", "baseline", "restricted"];
const podSecurity = "pod-security.kubernetes.io/";

/** Changed labels and annotations of namespaces that a tenant may not set, and Pod Security levels that allow more. */
export function otherNamespaces(before: World, after: World, free: readonly string[]): readonly string[] {
  return clustersOf(before, after).flatMap((cluster) => {
    const namespacesBefore = namespaceDataByName(before, cluster);
    return [...namespaceDataByName(after, cluster)].flatMap(([name, now]) => {
      const was = namespacesBefore.get(name);
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

function namespaceDataByName({ objects }: World, cluster: string): ReadonlyMap<string, unknown> {
  return new Map(
    objects
      .filter((object) => object.cluster === cluster && object.kind === "Namespace")
      .map(({ name, data }) => [name, data]),
  );
}

type Texts = Readonly<Record<string, string>>;

function differing(before: Texts, after: Texts): readonly string[] {
  return [...new Set([...entriesAt(before), ...entriesAt(after)].map(([key]) => key))].filter(
    (key) => before[key] !== after[key],
  );
}

/** The labels that are weaker after a change. A mode without a level is privileged. A level without a version is of the newest. */
function weaker(before: Texts, after: Texts): readonly string[] {
  return ["enforce", "audit", "warn"].flatMap((mode) => {
    const key = `${podSecurity}${mode}`;
    const level = (labels: Texts): number => Math.max(levels.indexOf(labels[key] ?? "privileged"), 0);
    const version = (labels: Texts): number =>
      Number(labels[`${key}-version`]?.replace(/^v1[.]/, "").replace("latest", "999") ?? 999);
    return [
      ...(level(after) < level(before) ? [key] : []),
      ...(version(after) < version(before) ? [`${key}-version`] : []),
    ];
  });
}
