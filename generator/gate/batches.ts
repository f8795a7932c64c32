import { overlayFiles } from "../layout/overlay.ts";
import { objectFile, type UnitLayout } from "../layout/unit-layout.ts";
import { type Renderer, type Rendering, render } from "../render/render.ts";
import type { RenderedOverlay } from "../render/rendered.ts";
import type { Inventory, TenantEntry } from "../validate/inventory.ts";
import type { SelectedUnit } from "../validate/selection.ts";
import type { RenderedFile } from "./kubeconform.ts";
import { layoutOf } from "./layout-of.ts";

/** Units of one cluster that are rendered and not yet checked. */
export interface Batch {
  readonly units: readonly UnitWithLayout[];
  readonly rendering: Rendering;
  /** By Application. */
  readonly rendered: ReadonlyMap<string, RenderedOverlay>;
  /** Every object in its committed form: each unit's own objects, and those of each overlay. */
  readonly groups: readonly (readonly RenderedFile[])[];
}

/** A unit with its Applications, projects and bootstrap objects as texts: kustomize does not build these. */
export type UnitWithLayout = UnitLayout & {
  readonly tenant: TenantEntry | undefined;
  readonly own: readonly RenderedFile[];
};

const batchSize = 200;

/** Units of one cluster, batch by batch: memory does not grow with their number. */
export async function* renderBatches(
  inventory: Inventory,
  units: readonly SelectedUnit[],
  renderer: Renderer,
): AsyncIterable<Batch> {
  for (let from = 0; from < units.length; from += batchSize) {
    const batch = units.slice(from, from + batchSize).map((unit) => unitWithLayout(inventory, unit));
    const rendering = await render(
      batch.flatMap(({ overlays }) => overlays),
      renderer,
    );
    yield {
      units: batch,
      rendering,
      rendered: new Map(rendering.overlays.map((overlay) => [overlay.overlay.application, overlay])),
      groups: [...batch.map(({ own }) => own), ...rendering.overlays.map(({ objects }) => objects)],
    };
  }
}

function unitWithLayout(inventory: Inventory, unit: SelectedUnit): UnitWithLayout {
  const layout = layoutOf(inventory, unit);
  const own = layout.objects.map((object) => ({ ...object, text: objectFile(object.object) }));
  return { ...layout, tenant: unit.tenant, own };
}

/** All files of a batch in the repository. */
export function* batchFiles({ units, groups }: Batch): Iterable<readonly [file: string, text: string]> {
  for (const { overlays, texts } of units) {
    yield* texts;
    for (const overlay of overlays) yield* overlayFiles(overlay);
  }
  for (const group of groups) for (const { file, text } of group) yield [file, text];
}

/** The paths and texts of one unit's objects, in their committed form. */
export function batchTexts({ own, overlays }: UnitWithLayout, rendered: Batch["rendered"]): readonly string[] {
  const built = overlays.flatMap(({ application }) => rendered.get(application)?.objects ?? []);
  return [...own, ...built].flatMap(({ file, text }) => [file, text]);
}
