import { memoize } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";
import { nanos, parseQuantity } from "../../models/quantity.ts";
import { mirroredImage } from "../image-mirror.ts";
import type { ClusterEntry } from "../inventory.ts";
import type { LabelMap } from "../label-selector.ts";
import { mapAtPath, valueAt } from "../merge.ts";
import { isBelowMirror } from "./chart-images.ts";
import { addonFacts, clusterFacts } from "./facts.ts";
import { fillNode } from "./fill.ts";
import { FilledMesh, type Mesh } from "./mesh-contract.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { providerOf } from "./retire.ts";
import type { Workload } from "./workload.ts";

/** The mesh of a cluster, with all placeholders filled. */
export interface ClusterMesh {
  readonly addon: AddonEntry;
  readonly facts: Pick<Mesh, "labels" | "tunnel" | "configMaps" | "port">;
  /** Whether all tenants' namespaces are in the mesh, and that of a runtime that they share. */
  readonly includesTenants: boolean;
  /** Undefined if the add-on declares no such workload. */
  readonly controlPlane: Workload | undefined;
  /** Undefined for a mesh without sidecars. */
  readonly sidecars: Sidecars | undefined;
}

interface Sidecars {
  readonly containers: readonly InjectedContainer[];
  readonly podSecurity: NonNullable<Mesh["sidecars"]>["podSecurity"];
}

/** A container that the mesh adds to each pod of a namespace. Amounts are in billionths of a core and of a byte. */
interface InjectedContainer {
  readonly name: string;
  /** As the nodes of the cluster pull it. */
  readonly image: string;
  /** Whether it ends before the containers of the pod start. */
  readonly setup: boolean;
  readonly requests: InjectedAmounts;
  readonly limits: InjectedAmounts;
}

type InjectedAmounts = Readonly<Partial<Record<"cpu" | "memory", bigint>>>;

/** A value of the contract that is invalid after its placeholders are filled, with its path in the add-on's spec. */
export interface InvalidMeshValue {
  readonly path: Path;
  readonly value: unknown;
  readonly reason: string;
}

type MeshCluster = Pick<ClusterEntry, "name" | "spec" | "platform" | "addons">;

/** The mesh of a cluster. Undefined if no add-on provides one. */
export function meshOf(cluster: MeshCluster): ClusterMesh | undefined {
  return meshOrNull(cluster) ?? undefined;
}

const meshOrNull = memoize((cluster: MeshCluster): ClusterMesh | null => {
  const addon = providerOf(cluster.addons, "mesh");
  const mesh = addon?.spec.provides.mesh;
  if (addon === undefined || mesh === undefined) return null;
  const { labels, tunnel, configMaps, port } = mesh;
  const value = filledMesh(cluster, addon);
  const direct = isBelowMirror(cluster, addon);
  return {
    addon,
    facts: { labels, tunnel, configMaps, port },
    includesTenants: valueAt(value, ["tenants"]) === true,
    controlPlane: addon.spec.workloads[mesh.workload],
    sidecars: mesh.sidecars && {
      podSecurity: mesh.sidecars.podSecurity,
      containers: Object.entries(mesh.sidecars.containers).map(([name, { setup }]) => {
        const path = ["sidecars", "containers", name];
        const image = String(valueAt(value, [...path, "image"]));
        const amounts = (kind: string): InjectedAmounts => amountsAt(valueAt(value, [...path, kind]));
        return {
          name,
          image: direct ? image : mirroredImage(cluster.spec, image),
          setup,
          requests: amounts("requests"),
          limits: amounts("limits"),
        };
      }),
    },
  };
});

function filledMesh(cluster: MeshCluster, addon: AddonEntry): unknown {
  return fillNode(addon.spec.provides.mesh, addonFacts(clusterFacts(cluster), addon)).value;
}

function amountsAt(written: unknown): InjectedAmounts {
  const found: { cpu?: bigint; memory?: bigint } = {};
  for (const unit of ["cpu", "memory"] as const) {
    const amount = quantityOf(valueAt(written, [unit]));
    if (amount !== undefined) found[unit] = nanos(amount);
  }
  return found;
}

function quantityOf(value: unknown): ReturnType<typeof parseQuantity> {
  return typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
}

/** The values of the add-on's contract that placeholders make invalid. */
export function invalidMeshValues(cluster: MeshCluster, addon: AddonEntry): readonly InvalidMeshValue[] {
  if (addon.spec.provides.mesh === undefined) return [];
  const value = filledMesh(cluster, addon);
  const base: Path = ["provides", "mesh"];
  const issues = FilledMesh.safeParse(value).error?.issues ?? [];
  const amounts = Object.entries(mapAtPath(value, ["sidecars", "containers"])).flatMap(([name, container]) =>
    ["requests", "limits"].flatMap((kind) =>
      Object.entries(mapAtPath(container, [kind])).flatMap(([unit, amount]) =>
        quantityOf(amount) === undefined
          ? [
              {
                path: [...base, "sidecars", "containers", name, kind, unit],
                value: amount,
                reason: "it must be a quantity",
              },
            ]
          : [],
      ),
    ),
  );
  return [
    ...issues.map(({ path, message }) => {
      const at = path.map((step) => (typeof step === "symbol" ? String(step) : step));
      return { path: [...base, ...at], value: valueAt(value, at), reason: message };
    }),
    ...amounts,
  ];
}

/** Whether the labels of a namespace put it into the mesh. */
export function carriesMesh({ facts }: ClusterMesh, labels: LabelMap): boolean {
  return Object.entries(facts.labels).every(([key, value]) => labels[key] === value);
}

/** The images of the containers that the mesh adds to pods. */
export function injectedImages(cluster: MeshCluster): readonly string[] {
  const containers = meshOf(cluster)?.sidecars?.containers ?? [];
  return [...new Set(containers.map(({ image }) => image))].sort();
}
