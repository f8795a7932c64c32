import { expect, test } from "vitest";
import { generatedObjects } from "../testing/inventory.ts";

test("containers have the names that Seldon's agent expects, limits, and a protocol on every port", () => {
  for (const tenant of ["fraud-detection", "recommendation-engine"]) {
    for (const { spec } of generatedObjects(undefined, "production", tenant).filter(
      ({ kind }) => kind === "ServerConfig",
    )) {
      const [, , server] = spec.podSpec.containers;
      expect(spec.podSpec.containers.map(({ name }: { name: string }) => name)).toEqual([
        "rclone",
        "agent",
        server.name,
      ]);
      expect(["mlserver", "triton"]).toContain(server.name);
      expect(server.resources.requests.memory).toBeDefined();
      for (const container of spec.podSpec.containers) {
        expect(Object.keys(container.resources.limits)).toEqual(expect.arrayContaining(["cpu", "memory"]));
        for (const port of container.ports) expect(port.protocol).toBe("TCP");
      }
    }
  }
});
