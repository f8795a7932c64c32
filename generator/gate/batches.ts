import { type LaidOut, objectFile } from "../layout/laid-out.ts";
import { overlayFiles } from "../layout/overlay.ts";
import { type Renderer, type Rendering, render } from "../render/render.ts";
import type { RenderedOverlay } from "../render/rendered.ts";
import type { Inventory, TenantEntry } from "../validate/inventory.ts";
import type { Unit } from "../validate/selection.ts";
import type { Judged } from "./kubeconform.ts";
import { layOut } from "./lay-out.ts";

/** Some units of one cluster on their way: laid out and rendered, and not looked at yet. */
export interface Batch {
  readonly units: readonly LaidOutUnit[];
  readonly rendering: Rendering;
  /** By Application. */
  readonly rendered: ReadonlyMap<string, RenderedOverlay>;
  /** Every object as it will be committed: each unit's own, and each overlay's. */
  readonly groups: readonly (readonly Judged[])[];
}

/** A unit with its Applications, projects and bootstrap objects as texts: kustomize has nothing to do with those. */
export type LaidOutUnit = LaidOut & { readonly tenant: TenantEntry | undefined; readonly own: readonly Judged[] };

const batchSize = 200;

/** Units of one cluster, batch by batch: memory does not grow with their number. */
export async function* renderBatches(
  inventory: Inventory,
  units: readonly Unit[],
  renderer: Renderer,
): AsyncIterable<Batch> {
  for (let from = 0; from < units.length; from += batchSize) {
    const batch = units.slice(from, from + batchSize).map((unit) => laidOutUnit(inventory, unit));
    const rendering = await render(
      batch.flatMap(({ overlays }) => overlays),
      renderer,
    );
    yield {
      units: batch,
      rendering,
      rendered: new Map(rendering.overlays.map((one) => [one.overlay.application, one])),
      groups: [...batch.map(({ own }) => own), ...rendering.overlays.map(({ objects }) => objects)],
    };
  }
}

function laidOutUnit(inventory: Inventory, unit: Unit): LaidOutUnit {
  const laidOut = layOut(inventory, unit);
  const own = laidOut.objects.map((one) => ({ ...one, text: objectFile(one.object) }));
  return { ...laidOut, tenant: unit.tenant, own };
}

/** Everything that a batch is in the repository. */
export function* filesOf({ units, groups }: Batch): Iterable<readonly [file: string, text: string]> {
  for (const { overlays, texts } of units) {
    yield* texts;
    for (const overlay of overlays) yield* overlayFiles(overlay);
  }
  for (const group of groups) for (const { file, text } of group) yield [file, text];
}

/** Everything that one unit's objects are, as they will be committed. */
export function textsOf({ own, overlays }: LaidOutUnit, rendered: Batch["rendered"]): readonly string[] {
  const built = overlays.flatMap(({ application }) => rendered.get(application)?.objects ?? []);
  return [...own, ...built].flatMap(({ file, text }) => [file, text]);
}
