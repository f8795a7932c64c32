import { expect, test } from "vitest";
import { parse } from "yaml";
import { tokenStatuses } from "../layout/token-statuses.ts";
import { routesOf } from "../patterns/route.ts";
import { clusterOf, errorsIn, inventoryOf } from "../testing/inventory.ts";
import { routedSample } from "../testing/routed-sample.ts";
import { mergeSpec } from "../testing/sandbox.ts";
import { routeReference } from "./route-reference.ts";

const page = routeReference();

test("the sample with all examples has no errors, and opens the addresses of the page", () => {
  const root = routedSample({});
  const examples = [...page.matchAll(/```yaml\n# (tenants\/[a-z-]+\.yaml)\n(.*?)```/gs)];
  expect(examples).toHaveLength(5);
  for (const [, file = "", text = ""] of examples) mergeSpec(root, file, parse(text).spec);
  expect(errorsIn(root)).toEqual([]);
  const cluster = clusterOf(inventoryOf(root), "production");
  const routes = cluster.tenants.flatMap((tenant) => routesOf(cluster, tenant));
  const open = new Set(
    routes.flatMap(({ host, rest, grpc }) => [
      ...(rest?.requests ?? []).map(({ path }) => `https://${host}${path}`),
      ...(grpc === undefined ? [] : [`${host}:443`]),
    ]),
  );
  const addresses = page.match(/https:\/\/[a-z0-9.-]+\.models\.acme\.test[\w/-]+|[a-z0-9.-]+\.models\.acme\.test:443/g);
  expect(new Set(addresses)).toEqual(new Set([...open].filter((address) => !address.includes("/recommend/"))));
  expect(routes.find(({ name }) => name === "scoring")).toMatchObject({ bodySize: 32, rateLimit: { perSecond: 20 } });
});

test("the page has the same statuses of tokens as the pages of a namespace", () => {
  for (const status of tokenStatuses) expect(page).toContain(status);
});
