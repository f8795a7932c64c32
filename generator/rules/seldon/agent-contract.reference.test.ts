import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeReference, referencePath } from "../../testing/reference.ts";
import { findingsIn } from "../../testing/rules.ts";
import { seldonAgentContract } from "./agent-contract.ts";

const messagesOf = (yaml: string): readonly string[] =>
  findingsIn(seldonAgentContract, yaml).map((value) => value.replace(/^\S+ /, ""));

const charts = referencePath("reference/seldon-2.9.1-charts/components.yaml");

/** Compared with a rendering that CI places next to the repository. A user's clone does not have it. */
describeReference(charts, "Seldon's own charts", () => {
  test("their ServerConfigs have no findings", () => {
    const text = readFileSync(charts, "utf8");
    expect(text.match(/^kind: ServerConfig$/gm)).toHaveLength(2);
    expect(messagesOf(text)).toEqual([]);
  });
});
