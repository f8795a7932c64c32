import fc from "fast-check";
import { expect, test } from "vitest";
import { oracle } from "../../testing/oracles.ts";
import { valueAt } from "../../validate/merge.ts";
import { mapAt } from "../manifests/reading.ts";
import { mergePodSpecs } from "./merged-pod-spec.ts";

/** Seldon's merge library in Seldon's mode. Returns its result for two specs, and our result in the library's format. */
const mergo = await oracle<readonly [theirs: unknown, ours: unknown]>("mergo/pod-spec");

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const context = fc.record({
  runAsNonRoot: maybe(fc.boolean()),
  runAsUser: maybe(fc.constantFrom(0, 1000)),
  seccompProfile: maybe(fc.record({ type: fc.constantFrom("RuntimeDefault", "Unconfined", "") })),
});
const amounts = (...memory: readonly string[]) =>
  fc.record({ cpu: maybe(fc.constantFrom("100m", "2", "0")), memory: maybe(fc.constantFrom(...memory)) });
const spread = fc.record({
  maxSkew: fc.constant(1),
  topologyKey: fc.constantFrom("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
  whenUnsatisfiable: fc.constantFrom("ScheduleAnyway", "DoNotSchedule"),
});
const container = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image: maybe(fc.constantFrom("i", "j", "")),
    tty: maybe(fc.boolean()),
    resources: maybe(
      fc.record({ requests: maybe(amounts("128Mi", "1G", "0")), limits: maybe(amounts("128Mi", "1Gi", "1.5Gi")) }),
    ),
    args: maybe(fc.array(fc.constantFrom("x", "y"), { maxLength: 2 })),
    ports: maybe(
      fc.array(fc.record({ containerPort: fc.constant(80), hostPort: fc.constantFrom(1, 2) }), { maxLength: 2 }),
    ),
    securityContext: maybe(
      fc.record({
        privileged: maybe(fc.boolean()),
        allowPrivilegeEscalation: maybe(fc.boolean()),
        procMount: maybe(fc.constantFrom("Default", "Unmasked")),
        capabilities: maybe(fc.record({ add: maybe(fc.subarray(["A", "B"])), drop: maybe(fc.subarray(["ALL", "C"])) })),
      }),
    ),
  });
const podSpec = fc
  .record({
    hostNetwork: maybe(fc.boolean()),
    hostUsers: maybe(fc.boolean()),
    nodeName: maybe(fc.constantFrom("a", "b", "")),
    nodeSelector: maybe(fc.dictionary(fc.constantFrom("k", "l"), fc.constantFrom("v", "w"), { maxKeys: 2 })),
    securityContext: maybe(context),
    imagePullSecrets: maybe(fc.array(fc.record({ name: fc.constantFrom("p", "q") }), { maxLength: 2 })),
    topologySpreadConstraints: maybe(fc.array(spread, { maxLength: 2 })),
    volumes: maybe(fc.array(fc.record({ name: fc.constantFrom("u", "v") }), { maxLength: 2 })),
    initContainers: maybe(fc.array(container("i"), { maxLength: 1 })),
    containers: fc.subarray(["a", "b", "c"]).chain((names) => fc.tuple(...names.map(container))),
  })
  .map((item) => mapAt(JSON.parse(JSON.stringify(item))));

test("four thousand random pairs give the same pod spec, and the place of each part", async () => {
  const drawn = fc.sample(fc.tuple(podSpec, podSpec), { numRuns: 4_000, seed: 7 });
  const merged = drawn.map(([item, other]) => mergePodSpecs(item, other));
  const answers = await mergo(drawn.map(([Base, Over], index) => ({ Base, Over, Ours: merged[index]?.spec })));
  for (const [index, { spec, placeOf }] of merged.entries()) {
    const [theirs, ours] = answers[index] ?? [];
    expect(ours, JSON.stringify(drawn[index])).toEqual(theirs);
    for (const path of scalarsOf(spec, [])) {
      const { side, path: sourcePath } = placeOf(path);
      expect(valueAt(drawn[index]?.[side === "base" ? 0 : 1], sourcePath)).toEqual(valueAt(spec, path));
    }
  }
});

function scalarsOf(value: unknown, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => scalarsOf(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => scalarsOf(item, [...path, key]));
}
