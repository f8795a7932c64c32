import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flowPicture } from "./flow-picture.ts";

test.each(["light", "dark"] as const)("the committed %s picture equals the output of the code", (theme) => {
  expect(readFileSync(join(import.meta.dirname, `../docs/flow-${theme}.svg`), "utf8")).toBe(flowPicture(theme));
});
