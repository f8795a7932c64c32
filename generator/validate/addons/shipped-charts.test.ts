import { expect, test } from "vitest";
import { shippedAddons, shippedCharts } from "../../load/shipped-addons.ts";
import { Addon } from "./addon.ts";
import { Chart } from "./chart.ts";
import { keyOfChart, knownCharts } from "./charts-entry.ts";

test("each chart of a shipped add-on has a file, and no other file exists", () => {
  const used = shippedAddons().flatMap(({ value }) =>
    Object.values(Addon.parse(value).spec.applications).flatMap(({ chart }) => chart ?? []),
  );
  const known = knownCharts({ charts: [], shippedCharts: shippedCharts() }, []);
  expect([...known.keys()].sort()).toEqual(used.map(keyOfChart).sort());
});

test.each(shippedCharts().map(({ source, value }) => ({ file: source.file, ...Chart.parse(value).spec })))(
  "$file contains kinds, pods and access, and no digest or render of an archive that was not downloaded",
  ({ kinds, clusterKinds, pods, access, digest, rendered }) => {
    const binds = clusterKinds.includes("rbac.authorization.k8s.io/ClusterRoleBinding");
    expect([kinds.length > 0, Object.keys(pods).length > 0, Object.keys(access).length > 0]).toEqual([
      true,
      true,
      binds,
    ]);
    expect([digest, rendered]).toEqual([undefined, undefined]);
  },
);
