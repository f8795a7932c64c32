import { describe, expect, test } from "vitest";
import { pathCases, pathNormalizations } from "../../testing/routes/path-cases.ts";
import type { PathNormalization } from "./edge.ts";
import { envoyPath, envoyTarget } from "./envoy-path.ts";
import { nginxTarget } from "./nginx-path.ts";

describe.each(pathCases.map((values) => ({ target: values[0], values })))(
  "the target $target",
  ({ target, values }) => {
    test.each(pathNormalizations.map((normalization, index) => ({ normalization, index })))(
      "Envoy with the normalization $normalization",
      ({ normalization, index }) => {
        expect(ofEnvoy(target, normalization)).toBe(values[index + 1]);
      },
    );
    test("nginx", () => {
      const read = nginxTarget("GET", target);
      expect("status" in read ? read.status : read.path).toBe(values[5]);
    });
  },
);

function ofEnvoy(target: string, normalization: PathNormalization): string | number {
  const read = envoyTarget(target, "a.test");
  if ("status" in read) return read.status;
  const normalized = envoyPath(read.path, normalization);
  return "status" in normalized ? normalized.status : normalized.path + normalized.query;
}
