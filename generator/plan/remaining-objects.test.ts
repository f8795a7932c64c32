import { expect, test } from "vitest";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox } from "../testing/sandbox.ts";
import { withStreams } from "../testing/streams.ts";
import type { Change } from "./change.ts";
import { remainingObjects } from "./remaining-objects.ts";

const { clusters } = inventoryOf(withStreams(sandbox()));

function removed(kind: string, name: string, application: string): Change {
  const ref = { group: kind === "StreamUser" ? "acme.test" : "", kind, namespace: "streams", name };
  const gone = { verb: "delete" as const, from: undefined, wave: 0, before: {}, after: undefined };
  return { ...gone, cluster: "production", application, tenant: "churn", ref };
}

test.each([
  {
    name: "a user of a removed tenant",
    change: removed("StreamUser", "churn", "production.churn.shares"),
    found: ["StreamUser churn in streams goes, and with it: the user. The topics remain."],
  },
  {
    name: "the user of a shared runtime",
    change: removed("StreamUser", "seldon-system", "production.platform.streams.runtime"),
    found: ["StreamUser seldon-system in streams goes, and with it: the user. The topics remain."],
  },
  {
    name: "an object of the add-on itself",
    change: removed("ConfigMap", "settings", "production.platform.streams.brokers"),
    found: [],
  },
  { name: "an object of another name", change: removed("StreamUser", "other", "production.churn.shares"), found: [] },
])("$name: $found", ({ change, found }) => {
  expect(remainingObjects([{ changes: [change] }], clusters)).toEqual(found);
});
