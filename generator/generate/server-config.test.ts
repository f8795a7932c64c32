import { expect, test } from "vitest";
import { listAt, mapAt, textAt } from "../evaluate/manifests/reading.ts";
import { generatedObjects } from "../testing/inventory.ts";
import { valueAt } from "../validate/merge.ts";

test("containers have the names that Seldon's agent expects, limits, and a protocol on every port", () => {
  for (const tenant of ["fraud-detection", "recommendation-engine"]) {
    for (const { spec } of generatedObjects(undefined, "production", tenant).filter(
      ({ kind }) => kind === "ServerConfig",
    )) {
      const containers = listAt(spec, "podSpec", "containers");
      expect(containers.map((container) => textAt(container, "name"))).toEqual([
        "rclone",
        "agent",
        expect.stringMatching(/^(mlserver|triton)$/),
      ]);
      expect(valueAt(containers, [2, "resources", "requests", "memory"])).toBeDefined();
      for (const container of containers) {
        expect(Object.keys(mapAt(container, "resources", "limits"))).toEqual(expect.arrayContaining(["cpu", "memory"]));
        for (const port of listAt(container, "ports")) expect(port).toMatchObject({ protocol: "TCP" });
      }
    }
  }
});
