import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { type KubernetesObject, toPlain } from "../models/kubernetes-object.ts";
import { render } from "../render/render.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import type { CommandContext } from "./context.ts";
import { progressLine } from "./progress.ts";

/** The objects of one tenant on a cluster. If `tenant` is undefined, they are the platform's. */
export interface RenderedUnit {
  readonly tenant: string | undefined;
  readonly objects: readonly KubernetesObject[];
}

/**
 * The objects of these kinds as Argo CD would sync them on a cluster, as plain data. They include Applications, AppProjects,
 * and the objects and patches of components.
 */
export async function renderedUnits(
  root: string,
  inventory: Inventory,
  cluster: ClusterEntry,
  kinds: ReadonlySet<string>,
  context: CommandContext,
): Promise<Outcome<readonly RenderedUnit[]>> {
  const units = [{ cluster, tenant: undefined }, ...cluster.tenants.map((tenant) => ({ cluster, tenant }))];
  const layout = units.map((unit) => ({ tenant: unit.tenant?.name, ...layoutOf(inventory, unit) }));
  const progress = progressLine(context);
  const { renderer } = openToolchain(root, { env: context.env, log: progress.log }, false);
  const { overlays, diagnostics } = await render(
    layout.flatMap((item) => item.overlays),
    renderer,
  );
  progress.clear();
  if (diagnostics.length > 0) return failed(diagnostics);
  const byApplication = new Map(overlays.map((overlay) => [overlay.overlay.application, overlay.objects]));
  const value = layout.map((unit) => ({
    tenant: unit.tenant,
    objects: [...unit.overlays.flatMap(({ application }) => byApplication.get(application) ?? []), ...unit.objects]
      .filter(({ object }) => kinds.has(object.kind))
      .map(({ object }) => toPlain(object)),
  }));
  return outcome(value);
}
