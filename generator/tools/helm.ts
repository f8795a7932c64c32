import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Machine } from "./machine.ts";
import { programsOnPath } from "./on-path.ts";
import { runTool } from "./run-tool.ts";
import { closeScratch, openScratch } from "./scratch.ts";

/** The helm on the PATH. */
export interface Helm {
  readonly path: string;
  readonly version: string;
}

export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly values: object;
  /** Version of Kubernetes, for the chart's templates. */
  readonly kubernetes: string;
  /** The `<group>/<version>` of kinds that the templates find on the cluster. */
  readonly apiVersions: readonly string[];
}

/** Undefined if the PATH has no helm. */
export async function helmOnPath(machine: Machine): Promise<Helm | undefined> {
  for (const path of programsOnPath("helm", machine)) {
    const { code, stdout } = await runTool({ name: "helm", path }, ["version", "--short"], { env: machine.env });
    const version = /v[0-9]+[.][0-9]+([.][0-9]+)?/.exec(stdout)?.[0];
    if (code === 0 && version !== undefined) return { path, version };
  }
  return undefined;
}

/** The objects of a chart as YAML, or the reason why helm cannot render it. helm runs without a network. */
export async function renderChart(
  helm: Helm,
  archive: Buffer,
  release: HelmRelease,
  machine: Machine,
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }> {
  const scratch = openScratch();
  try {
    const [chart, values] = [join(scratch, "chart.tgz"), join(scratch, "values.yaml")];
    writeFileSync(chart, archive);
    writeFileSync(values, stringify(release.values, { compat: "yaml-1.1", aliasDuplicateObjects: false }));
    const { code, stdout, stderr } = await runTool(
      { name: "helm", path: helm.path },
      [
        ...["template", release.name, chart, "--namespace", release.namespace, "--values", values],
        ...["--include-crds", "--skip-tests", "--kube-version", release.kubernetes],
        ...release.apiVersions.flatMap((version) => ["--api-versions", version]),
      ],
      { cwd: scratch, env: machine.env },
    );
    return code === 0 ? { ok: true, text: stdout } : { ok: false, reason: stderr.trim().split("\n").at(-1) ?? "" };
  } finally {
    closeScratch(scratch);
  }
}
