import { expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

test("a README lists the Applications of its namespace, and has no section on ServerConfigs without a Server", () => {
  const root = sandbox("all");
  write(root, "tenants/empty.yaml", tenantText("empty"));
  const inventory = inventoryOf(root);
  let checked = 0;
  for (const cluster of inventory.clusters)
    for (const tenant of cluster.tenants) {
      const { objects, texts } = layoutOf(inventory, { cluster, tenant });
      const [readme = ""] = [...texts].flatMap(([file, text]) => (file.endsWith("/README.md") ? [text] : []));
      const made = objects.flatMap(({ object }) => (object.kind === "Application" ? [object.metadata?.name] : []));
      const row = /^\| Argo CD \| (.*) \|$/m.exec(readme)?.[1] ?? "";
      expect([...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual(made.sort());
      const command = /kubectl get applications (.*) --namespace/.exec(readme)?.[1]?.split(" ") ?? [];
      expect(command.sort()).toEqual(made.sort());
      expect(made).toContain(/kubectl describe application (\S+)/.exec(readme)?.[1]);
      expect(readme.includes("ServerConfig not found")).toBe(Object.keys(tenant.spec.servers).length > 0);
      checked += 1;
    }
  expect(checked).toBeGreaterThan(5);
});
