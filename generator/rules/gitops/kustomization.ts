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
  summary: "A kustomization builds from this repository alone, with nothing but kustomize.",
  docs: {
    why: "A remote base is another one tomorrow, and the cluster changes without a commit here. Charts and plugins need programs and switches that Argo CD has off by default; a path that leads out of the repository is not there in Argo CD's clone.",
    invalid: `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata: { name: overlay/kustomization.yaml }
resources: ["https://github.com/acme/base//deploy?ref=main"]
`,
    valid: replaced(`resources: ["https://github.com/acme/base//deploy?ref=main"]`, "resources: [../base]"),
    fix: "Copy the base into the repository; render charts and commit what they print.",
  },
  *check({ object, at, name }) {
    const folder = posix.dirname(name);
    const [first, ...others] = ["resources", "components", "bases", "crds"].flatMap((field) =>
      textsAt(object, field).flatMap((value, index) => (isRemote(value) ? [{ one: value, path: [field, index] }] : [])),
    );
    if (first !== undefined)
      yield {
        at: at(first.path, "value"),
        message: `${first.one} is not in this repository${others.length === 0 ? "" : `, and ${others.length} more of it ${others.length === 1 ? "is" : "are"} not either`}`,
      };
    for (const field of ["resources", "components", "bases", "crds"])
      for (const [index, value] of textsAt(object, field).entries()) {
        const path: Path = [field, index];
        if (isRemote(value)) continue;
        if (posix.join(folder, value).startsWith("../") && !folder.startsWith(".."))
          yield { at: at(path, "value"), message: `${value} leads out of the repository` };
      }
    for (const field of ["helmCharts", "helmChartInflationGenerator"])
      if (listAt(object, field).length > 0)
        yield { at: at([field], "key"), message: "charts need --enable-helm, which Argo CD does not give by default" };
    for (const field of ["generators", "transformers", "validators"])
      for (const [index, value] of textsAt(object, field).entries())
        if (/^\s*kind:/m.test(value) && !/^\s*apiVersion:\s*["']?builtin["']?\s*$/m.test(value))
          yield { at: at([field, index], "key"), message: `${field} run programs that Argo CD does not start` };
  },
});

function isRemote(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^[\w.-]+\.[a-z]{2,}\/|\?ref=/i.test(text);
}
