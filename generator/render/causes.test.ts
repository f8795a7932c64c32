import { expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

const folder = "platform/components/our-extras";
const kustomization = (rest: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${rest}`;
const innocent = kustomization("patches: [{ path: patch.yaml, target: { kind: Server } }]\n");
const patch = "- { op: add, path: /metadata/annotations/acme.test~1on-call, value: churn }\n";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly code: string;
}

const cases: readonly Case[] = [
  {
    name: "a kind that the project rejects",
    files: {
      "kustomization.yaml": kustomization("resources: [ingress.yaml]\n"),
      "ingress.yaml":
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: web }\nspec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }\n",
    },
    code: "gate/project",
  },
  {
    name: "a patch of a missing object",
    files: {
      "kustomization.yaml": kustomization("patches: [{ path: patch.yaml }]\n"),
      "patch.yaml": "apiVersion: mlops.seldon.io/v1alpha1\nkind: Server\nmetadata: { name: nobody }\nspec: {}\n",
    },
    code: "render/failed",
  },
  {
    name: "an object that is invalid under its schema",
    files: {
      "kustomization.yaml": kustomization("resources: [map.yaml]\n"),
      "map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: [a]\n",
    },
    code: "gate/invalid",
  },
  {
    name: "a patch that makes a generated object invalid",
    files: {
      "kustomization.yaml": kustomization("patches: [{ path: patch.yaml, target: { kind: PodMonitor } }]\n"),
      "patch.yaml": "- { op: add, path: /spec/selector/matchLabel, value: {} }\n",
    },
    code: "gate/invalid",
  },
];

test.each(cases)("of two components of one part, the finding names the one with $name", async ({ files, code }) => {
  for (const order of [
    ["others", "our-extras"],
    ["our-extras", "others"],
  ]) {
    const root = sandbox();
    write(root, "platform/components/others/kustomization.yaml", innocent);
    write(root, "platform/components/others/patch.yaml", patch);
    for (const [file, text] of Object.entries(files)) write(root, `${folder}/${file}`, text);
    const spec = `  servers: { s: { template: mlserver } }\n  components: [${order.join(", ")}]\n`;
    write(root, "tenants/a.yaml", tenantText("a", spec));
    const { out } = await tenantry(root, ["check", "--output", "json"]);
    const { diagnostics }: Report = JSON.parse(out);
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code);
    expect(found, out).not.toEqual([]);
    for (const { hint, file, line, column } of found) {
      expect(hint).toContain(`${folder}/`);
      expect(hint).not.toContain("components/others");
      expect(`${file}:${line}:${column}`).toBe(`tenants/a.yaml:8:${order[0] === "others" ? 24 : 16}`);
    }
  }
});

interface Report {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly hint?: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
}
