import { expect, test } from "vitest";
import { findingsBetween, inventoryWith } from "../../testing/rules.ts";
import { changeServerClaim } from "./server-claim.ts";

test.each([
  {
    name: "the claims do not change",
    before: `serverConfigs: { own: { template: mlserver } }
servers: { s: { config: own } }`,
    after: `serverConfigs: { own: { template: mlserver } }
servers: { s: { config: own, replicas: 2 } }`,
    found: [],
  },
  {
    name: "a larger claim",
    before: `serverConfigs: { own: { template: mlserver } }
servers: { s: { config: own } }`,
    after: `serverConfigs: { own: { template: mlserver, storage: { size: 5Gi } } }
servers: { s: { config: own } }`,
    found: [
      "tenants/churn.yaml:7:47 change of the volume claims of Server s on production is not allowed: the API server rejects it",
    ],
  },
  {
    name: "another storage class",
    before: `serverConfigs: { own: { template: mlserver } }
servers: { s: { config: own } }`,
    after: `serverConfigs: { own: { template: mlserver, storage: { class: fast } } }
servers: { s: { config: own } }`,
    found: [
      "tenants/churn.yaml:7:47 change of the volume claims of Server s on production is not allowed: the API server rejects it",
    ],
  },
  {
    name: "a Server that refers to another ServerConfig",
    before: `serverConfigs: { own: { template: mlserver }, big: { template: mlserver, storage: { size: 5Gi } } }
servers: { s: { config: own } }`,
    after: `serverConfigs: { own: { template: mlserver }, big: { template: mlserver, storage: { size: 5Gi } } }
servers: { s: { config: big } }`,
    found: [
      "tenants/churn.yaml:7:76 change of the volume claims of Server s on production is not allowed: the API server rejects it",
    ],
  },
  {
    name: "a new Server",
    before: `serverConfigs: { own: { template: mlserver } }`,
    after: `serverConfigs: { own: { template: mlserver, storage: { size: 5Gi } } }
servers: { s: { config: own } }`,
    found: [],
  },
  {
    name: "a Server of a suspended tenant",
    before: `lifecycle: suspended
serverConfigs: { own: { template: mlserver } }
servers: { s: { config: own } }`,
    after: `lifecycle: suspended
serverConfigs: { own: { template: mlserver, storage: { size: 5Gi } } }
servers: { s: { config: own } }`,
    found: [],
  },
])("$name: found $found", ({ before, after, found }) => {
  expect(findingsBetween(changeServerClaim, inventoryWith(before), inventoryWith(after))).toEqual(found);
});
