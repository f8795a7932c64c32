import { expect, test } from "vitest";
import { schemaProblems } from "./schema-problems.ts";

test.each([
  {
    name: "an unknown field",
    message: "- at '/spec': additional properties 'storageURI' not allowed",
    problems: ["spec.storageURI unknown field spec.storageURI"],
  },
  {
    name: "several unknown fields of one object",
    message: "at '/metadata': additional properties 'a/b', 'c' not allowed",
    problems: ["metadata.a/b unknown field metadata.a/b", "metadata.c unknown field metadata.c"],
  },
  {
    name: "a missing field",
    message: "- at '/spec': missing properties 'group', 'names'",
    problems: ["spec missing field spec.group", "spec missing field spec.names"],
  },
  {
    name: "a wrong type",
    message: "- at '/spec/ports/0/port': got string, want integer",
    problems: ["spec.ports.0.port invalid field spec.ports[0].port: string instead of integer"],
  },
  {
    name: "a line that only announces violations below",
    message:
      "- at '/spec': validation failed - at '/spec': missing property 'storageUri' - at '/spec': additional properties 'b' not allowed",
    problems: ["spec missing field spec.storageUri", "spec.b unknown field spec.b"],
  },
  {
    name: "a key with a slash",
    message: "at '/metadata/labels/a~1b': got number, want string",
    problems: ["metadata.labels.a/b invalid field metadata.labels.a/b: number instead of string"],
  },
  {
    name: "names with quotes, and a name that looks like a pointer",
    message: String.raw`- at '/spec': additional properties 'foo\'bar', 'x\': got', 'at \'/x' not allowed - at '/data/a\'b': got number, want string`,
    problems: [
      "spec.foo'bar unknown field spec.foo'bar",
      "spec.x': got unknown field spec.x': got",
      "spec.at '/x unknown field spec.at '/x",
      "data.a'b invalid field data.a'b: number instead of string",
    ],
  },
  { name: "an unknown message", message: "something new", problems: [" something new"] },
])("$name: gives $problems", ({ message, problems }) => {
  expect(schemaProblems(message).map(({ path, text }) => `${path.join(".")} ${text}`)).toEqual(problems);
});
