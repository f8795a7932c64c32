import { posix } from "node:path";
import { replaced } from "../../diagnostics/example.ts";
import { listAt, textsAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { defineRule } from "../rule.ts";

export const gitopsKustomization = defineRule({
  code: "gitops/kustomization",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["kustomize.config.k8s.io/Kustomization", "kustomize.config.k8s.io/Component"],
  summary: "A kustomization needs a source outside of this repository, or a program other than kustomize.",
  docs: {
    why: "If a remote base changes, the cluster changes without a commit in this repository. For charts and plugins, kustomize needs options that Argo CD does not set by default. A path outside of the repository does not exist in Argo CD's clone.",
    invalid: `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata: { name: overlay/kustomization.yaml }
resources: ["https://github.com/acme/base//deploy?ref=main"]
`,
    valid: replaced(`resources: ["https://github.com/acme/base//deploy?ref=main"]`, "resources: [../base]"),
    fix: "Copy a remote base into this repository. Render charts with helm template and commit the output.",
  },
  *check({ object, at, name }) {
    const folder = posix.dirname(name);
    const [first, ...others] = ["resources", "components", "bases", "crds"].flatMap((field) =>
      textsAt(object, field).flatMap((value, index) => (isRemote(value) ? [{ value, path: [field, index] }] : [])),
    );
    if (first !== undefined)
      yield {
        at: at(first.path, "value"),
        message: `remote source ${first.value} is not in this repository${others.length === 0 ? "" : ` (and ${others.length} more)`}`,
      };
    for (const field of ["resources", "components", "bases", "crds"])
      for (const [index, value] of textsAt(object, field).entries()) {
        const path: Path = [field, index];
        if (isRemote(value)) continue;
        if (posix.join(folder, value).startsWith("../") && !folder.startsWith(".."))
          yield { at: at(path, "value"), message: `invalid path ${value}: it is outside of the repository` };
      }
    for (const field of ["helmCharts", "helmChartInflationGenerator"])
      if (listAt(object, field).length > 0)
        yield { at: at([field], "key"), message: `invalid ${field}: Argo CD does not set --enable-helm by default` };
    for (const field of ["generators", "transformers", "validators"])
      for (const [index, value] of textsAt(object, field).entries())
        if (/^\s*kind:/m.test(value) && !/^\s*apiVersion:\s*["']?builtin["']?\s*$/m.test(value))
          yield {
            at: at([field, index], "key"),
            message: `invalid ${field}: Argo CD does not run the program of this plugin`,
          };
  },
});

function isRemote(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^[\w.-]+\.[a-z]{2,}\/|\?ref=/i.test(text);
}
