import { expect, test } from "vitest";
import { parse } from "yaml";
import type { RawMap } from "../../validate/merge.ts";
import { mapAt } from "../manifests/reading.ts";
import { mergePodSpecs } from "./merged-pod-spec.ts";

const read = (yaml: string): RawMap => mapAt(parse(`{ ${yaml} }`));

test.each([
  { name: "an empty override changes nothing", base: "hostPID: true", over: "", result: "hostPID: true" },
  { name: "a value replaces another", base: "nodeName: a", over: "nodeName: b", result: "nodeName: b" },
  {
    name: "a false value does not replace true",
    base: "hostPID: true",
    over: "hostPID: false",
    result: "hostPID: true",
  },
  {
    name: "maps are merged",
    base: "securityContext: { runAsUser: 1000, runAsNonRoot: true }",
    over: "securityContext: { runAsUser: 0, fsGroup: 2 }",
    result: "securityContext: { runAsUser: 1000, runAsNonRoot: true, fsGroup: 2 }",
  },
  {
    name: "lists are concatenated, also initContainers",
    base: "volumes: [{ name: a }], initContainers: [{ name: i }]",
    over: "volumes: [{ name: a }], initContainers: [{ name: i }]",
    result: "volumes: [{ name: a }, { name: a }], initContainers: [{ name: i }, { name: i }]",
  },
  {
    name: "containers are merged by name",
    base: "containers: [{ name: a, image: i, args: [x] }, { name: b }]",
    over: "containers: [{ name: c }, { name: a, tty: true, args: [y] }]",
    result: "containers: [{ name: c }, { name: a, image: i, args: [x, y], tty: true }, { name: b }]",
  },
])("$name: gives $result", ({ base, over, result }) => {
  expect(mergePodSpecs(read(base), read(over)).spec).toEqual(read(result));
});

const base = read(
  "hostPID: true, volumes: [{ name: v }], containers: [{ name: a, args: [x] }, { name: b, tty: true, stdin: true }]",
);
const over = read("hostIPC: true, volumes: [{ name: w }], containers: [{ name: b, tty: true, stdin: false }]");

test.each([
  { path: ["hostPID"], place: "base hostPID" },
  { path: ["hostIPC"], place: "over hostIPC" },
  { path: ["hostNetwork"], place: "base hostNetwork" },
  { path: ["volumes", 0, "name"], place: "base volumes.0.name" },
  { path: ["volumes", 1, "name"], place: "over volumes.0.name" },
  { path: ["containers", 0, "tty"], place: "over containers.0.tty" },
  { path: ["containers", 0, "stdin"], place: "base containers.1.stdin" },
  { path: ["containers", 0, "image"], place: "base containers.1.image" },
  { path: ["containers", 1, "args", 0], place: "base containers.0.args.0" },
])("$path was written at $place", ({ path, place }) => {
  const source = mergePodSpecs(base, over).placeOf(path);
  expect(`${source.side} ${source.path.join(".")}`).toBe(place);
});
