import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { goProgram } from "../../testing/go-program.ts";
import { describeReference, reference } from "../../testing/reference.ts";
import { emptyFolder } from "../../testing/sandbox.ts";
import { run } from "../../tools/run.ts";
import { valueAt } from "../../validate/merge.ts";
import { mapAt } from "../manifests/reading.ts";
import { laidOver } from "./laid-over.ts";

const module_ = reference("reference/go-modules/argo");
/** The library that Seldon merges with, in the mode that it merges in; containers by name, as facts describe it. */
const source = `package main

import (
	"bufio"
	"encoding/json"
	"os"

	"dario.cat/mergo"
	corev1 "k8s.io/api/core/v1"
)

type question struct{ Base, Over, Ours corev1.PodSpec }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		must(json.Unmarshal(lines.Bytes(), &asked))
		spec, mine, theirs := asked.Base.DeepCopy(), asked.Base.DeepCopy().Containers, asked.Over.DeepCopy().Containers
		must(mergo.Merge(spec, *asked.Over.DeepCopy(), mergo.WithOverride, mergo.WithAppendSlice))
		byName, used := map[string]*corev1.Container{}, map[string]bool{}
		for index := range mine {
			byName[mine[index].Name] = &mine[index]
		}
		spec.Containers = nil
		for _, one := range theirs {
			used[one.Name] = true
			if own, here := byName[one.Name]; here {
				must(mergo.Merge(own, one, mergo.WithOverride, mergo.WithAppendSlice))
				one = *own
			}
			spec.Containers = append(spec.Containers, one)
		}
		for _, one := range mine {
			if !used[one.Name] {
				spec.Containers = append(spec.Containers, one)
			}
		}
		if len(asked.Ours.Containers) == 0 {
			asked.Ours.Containers = nil
		}
		must(out.Encode([]corev1.PodSpec{*spec, asked.Ours}))
	}
}

`;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const context = fc.record({
  runAsNonRoot: maybe(fc.boolean()),
  runAsUser: maybe(fc.constantFrom(0, 1000)),
  seccompProfile: maybe(fc.record({ type: fc.constantFrom("RuntimeDefault", "Unconfined", "") })),
});
const container = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image: maybe(fc.constantFrom("i", "j", "")),
    tty: maybe(fc.boolean()),
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
    volumes: maybe(fc.array(fc.record({ name: fc.constantFrom("u", "v") }), { maxLength: 2 })),
    initContainers: maybe(fc.array(container("i"), { maxLength: 1 })),
    containers: fc.subarray(["a", "b", "c"]).chain((names) => fc.tuple(...names.map(container))),
  })
  .map((one) => mapAt(JSON.parse(JSON.stringify(one))));

describeReference(module_, "against mergo", () => {
  let program = "";
  beforeAll(async () => {
    program = await goProgram(module_, "mergo", { source });
  }, 600_000);

  test("four thousand random pairs: the same pod spec, and each part where it was written", async () => {
    const drawn = fc.sample(fc.tuple(podSpec, podSpec), { numRuns: 4_000, seed: 7 });
    const input = join(emptyFolder(), "questions");
    const merged = drawn.map(([one, other]) => laidOver(one, other));
    const questions = drawn.map(([Base, Over], index) => ({ Base, Over, Ours: merged[index]?.spec }));
    writeFileSync(input, questions.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const done = await run("sh", ["-c", '"$0" < "$1"', program, input]);
    expect(done.code, done.stderr).toBe(0);
    const answers = done.stdout.trim().split("\n");
    expect(answers).toHaveLength(drawn.length);
    for (const [index, { spec, placeOf }] of merged.entries()) {
      const [theirs, ours] = JSON.parse(answers[index] ?? "[]");
      expect(ours, JSON.stringify(drawn[index])).toEqual(theirs);
      for (const path of scalarsOf(spec, [])) {
        const { side, path: own } = placeOf(path);
        expect(valueAt(drawn[index]?.[side === "base" ? 0 : 1], own)).toEqual(valueAt(spec, path));
      }
    }
  });
});

function scalarsOf(value: unknown, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => scalarsOf(one, [...path, index]));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) => scalarsOf(one, [...path, key]));
}
