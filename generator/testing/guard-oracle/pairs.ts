import fc from "fast-check";
import { parse, stringify } from "yaml";
import { type Files, platformProposal, tenantWith } from "../proposals.ts";
import {
  type Aspects,
  aboutServers,
  aspectNames,
  changeOf,
  clusterNames,
  type OracleCluster,
  type Placed,
  placed,
  type Spec,
} from "./aspects.ts";
import { componentFiles, openToLabels } from "./components.ts";
import { isData } from "./rendered.ts";

/** A change of one tenant file: its spec before and after, and its context. */
export interface Case {
  readonly before: string;
  readonly after: string;
  /** Whether the platform's quotas bound storage. */
  readonly bounded?: boolean;
  /** The relation of the second tenant to it. */
  readonly neighbour?: Neighbour;
}

type Neighbour = "calls" | "called" | "red" | "nothing";

/** Files of a case. */
export interface Pair {
  readonly before: Files;
  readonly after: Files;
  /** The tenant files after the change, without network and without components. */
  readonly fresh: Files;
}

const around: fc.Arbitrary<Aspects> = fc.record(
  Object.fromEntries(
    aspectNames.map((aspect) => [
      aspect,
      fc.oneof(
        { weight: aspect === "serving" ? 2 : 6, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: placed(aspect) },
      ),
    ]),
  ),
);

/** Pairs of files that differ in one aspect, and sometimes in another, in a random context. */
export function casesOf(aspect: string): fc.Arbitrary<Case> {
  const changed = changeOf(aspect);
  const another = fc.constantFrom(...aspectNames).chain(changeOf);
  return fc
    .record({
      around,
      changes: fc.oneof(
        { weight: 4, arbitrary: fc.tuple(changed) },
        { weight: 1, arbitrary: fc.tuple(another, changed) },
      ),
      opened: fc.constantFrom(null, ...openToLabels.map((name) => [name])),
      bounded: fc.boolean(),
      neighbour: fc.constantFrom<Neighbour>("nothing", "nothing", "calls", "called", "red"),
    })
    .map(({ around: context, changes: drawn, opened, bounded, neighbour }) => {
      // A suspended tenant has no Servers, but keeps their storage, which no manifest shows. So a change that resumes a tenant
      // does not test whether storage grows or changes its class.
      const resumes = drawn.some(({ aspect }) => aspect === "lifecycle");
      const changes = resumes ? drawn.filter(({ aspect }) => aspect !== "serving") : drawn;
      const unchanged = resumes && context["serving"] !== null ? { ...context, serving: plainServing } : context;
      // A policy that selects by labels gives the tenant's own labels a meaning.
      const relabels = changes.some(({ aspect }) => aspect === "labels") && opened !== null;
      const all = relabels
        ? { ...unchanged, components: { fields: { components: opened }, on: "all" as const } }
        : unchanged;
      const [aspectsBefore, aspectsAfter] = (["before", "after"] as const).map((side) => {
        const item: Aspects = { ...all, ...Object.fromEntries(changes.map((change) => [change.aspect, change[side]])) };
        const needServers = changes.some(({ aspect }) => aboutServers.includes(aspect));
        return needServers && item["serving"] === null ? { ...item, serving: plainServing } : item;
      });
      const [before, after] = [specOf(aspectsBefore ?? {}, neighbour), specOf(aspectsAfter ?? {}, neighbour)].map(yaml);
      return { before: before ?? "", after: after ?? "", bounded: bounded || resumes, neighbour };
    });
}

const plainServing: Placed = {
  on: "all",
  fields: {
    servers: { server: { template: "mlserver" } },
    models: { model: { storageUri: "s3://churn/model/7", requirements: ["sklearn"], memory: "64Mi" } },
  },
};

/** The files of a case. */
export function pairOf({ before, after, bounded = false, neighbour = "nothing" }: Case): Pair {
  const [platform] = Object.values(platformProposal("  floors:\n", "  tenantLabels: [acme.test/]\n  floors:\n"));
  const text = bounded ? platform?.replaceAll(/^( +)persistentVolumeClaims:/gm, "$1storage: 100Gi\n$&") : platform;
  const neighbourSpec = yaml(neighbours[neighbour]);
  const platformFile = { "platform/platform.yaml": text ?? "" };
  const shared = { ...platformFile, ...componentFiles(before, after, neighbourSpec) };
  const fraud = tenantWith("fraud", neighbourSpec, "acme/fraud");
  const churn = (spec: string): Files => tenantWith("churn", spec);
  return {
    before: { ...shared, ...fraud, ...churn(before) },
    after: { ...shared, ...fraud, ...churn(after) },
    fresh: { ...platformFile, ...tenantWith("fraud", "", "acme/fraud"), ...churn(bare(after)) },
  };
}

const neighbours: Readonly<Record<Neighbour, Spec>> = {
  nothing: {},
  calls: { network: { tenants: { calls: ["churn"] } } },
  called: { network: { tenants: { calledBy: ["churn"] } } },
  red: { labels: { "acme.test/team": "red" }, components: ["open-red"] },
};

/** A tenant's spec with these aspects that matches its neighbour's spec. */
function specOf(all: Aspects, neighbour: Neighbour): Spec {
  const written = Object.values(all).flatMap((item) => item ?? []);
  const on = (where: OracleCluster | "all"): Spec =>
    written
      .filter((candidate) =>
        where === "all" ? candidate.on === "all" : candidate.on !== "all" && candidate.on.includes(where),
      )
      .reduce<Spec>((spec, { fields }) => merged(spec, fields), {});
  const agreed =
    neighbour === "calls" ? { calledBy: ["fraud"] } : neighbour === "called" ? { calls: ["fraud"] } : undefined;
  const base = agreed === undefined ? on("all") : merged(on("all"), { network: { tenants: agreed } });
  return { ...base, clusters: Object.fromEntries(clusterNames.map((name) => [name, on(name)])) };
}

function merged(left: Spec, right: Spec): Spec {
  const both = Object.entries(right).map(([key, value]): readonly [string, unknown] => {
    const other = left[key];
    return [key, isData(other) && isData(value) ? merged(other, value) : value];
  });
  return { ...left, ...Object.fromEntries(both) };
}

function yaml(spec: Spec): string {
  return Object.keys(spec).length === 0 ? "" : stringify(spec, { aliasDuplicateObjects: false });
}

/** The spec without the fields that only this tenant requests. */
function bare(spec: string): string {
  const data: unknown = parse(spec);
  const { clusters, ...fields } = isData(data) ? data : {};
  const overrides = Object.entries(
    isData(clusters) ? clusters : Object.fromEntries(clusterNames.map((name) => [name, {}])),
  );
  const on = overrides.map(([name, override]) => [name, isData(override) ? bareFields(override) : {}]);
  return yaml({ ...bareFields(fields), clusters: Object.fromEntries(on) });
}

function bareFields({ network, components, ...others }: Spec): Spec {
  return others;
}
