import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { exampleRepository } from "../testing/example-repository.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { write } from "../testing/sandbox.ts";
import { networkNamespaceByName } from "./network/namespace-by-name.ts";
import { type CheckRule, defineRule } from "./rule.ts";
import type { Finding } from "./run-rules.ts";
import { applyWaivers } from "./waivers.ts";

const hurtsOthers = defineRule({
  ...networkNamespaceByName,
  code: "seldon/hurts-others",
  neverWaived: "It ends the scheduler of all tenants.",
});
const rules: readonly CheckRule[] = [networkNamespaceByName, hurtsOthers];
const byName = "network/namespace-by-name";
const today = "2026-11-23";

interface Case {
  readonly name: string;
  /** Files as in the docs of a rule, each below its path. */
  readonly files: string;
  readonly found?: readonly Finding[];
  readonly partial?: true;
  /** "file:line severity code: message". */
  readonly messages: readonly string[];
  readonly waived?: readonly string[];
}

function waiver(code: string, expires = "2027-03-31"): string {
  return `{ ${code}: { reason: Labelled by hand, owner: Churn, expires: "${expires}" } }`;
}

const tenants = (waivers: string): string => `# tenants/churn.yaml\nspec:\n  waivers: ${waivers}\n`;
const cluster = (name: string, waivers: string): string =>
  `# clusters/${name}/cluster.yaml\nspec:\n  waivers: ${waivers}\n`;
const platform = (waivers: string): string => `# platform/platform.yaml\nspec:\n  waivers: ${waivers}\n`;
const everywhere = "# tenants/churn.yaml\nspec:\n  clusters: { production: {}, staging: {} }\n";

function found(file: string, on: string | undefined = "production", rule: CheckRule = networkNamespaceByName): Finding {
  const at = { file, line: 1, column: 1, length: 1, excerpt: [] };
  return { rule, diagnostic: { code: rule.code, severity: "error", message: "found", at }, cluster: on };
}

const inTenant = found("tenants/churn.yaml");
const inComponent = found("platform/components/extra/policy.yaml");
const stands = (file: string): string => `${file}:1 error ${byName}: found`;

const cases: readonly Case[] = [
  {
    name: "a waiver with a finding is used",
    files: tenants(waiver(byName)),
    found: [inTenant],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-03-31"],
  },
  {
    name: "a waiver without a finding is unused",
    files: tenants(waiver(byName)),
    messages: [`tenants/churn.yaml:7 warning waiver/unused: unused waiver: no finding has the code ${byName}`],
  },
  {
    name: "a run for some tenants reports no unused waiver",
    files: tenants(waiver(byName)),
    partial: true,
    messages: [],
  },
  {
    name: "an expired waiver covers nothing, and is not reported as unused",
    files: tenants(waiver(byName, "2026-11-22")),
    found: [inTenant],
    messages: [stands("tenants/churn.yaml"), "tenants/churn.yaml:7 error waiver/expired: waiver expired on 2026-11-22"],
  },
  {
    name: "a waiver applies on its last day",
    files: tenants(waiver(byName, today)),
    found: [inTenant],
    messages: ["tenants/churn.yaml:7 warning waiver/expires-soon: waiver expires in 0 days"],
    waived: [`tenants/churn.yaml Labelled by hand, Churn, ${today}`],
  },
  {
    name: "a waiver that expires in 14 days gets a warning",
    files: tenants(waiver(byName, "2026-12-07")),
    found: [inTenant],
    messages: ["tenants/churn.yaml:7 warning waiver/expires-soon: waiver expires in 14 days"],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2026-12-07"],
  },
  {
    name: "a waiver that expires in 15 days gets no warning",
    files: tenants(waiver(byName, "2026-12-08")),
    found: [inTenant],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2026-12-08"],
  },
  {
    name: "a waiver may expire a year ahead",
    files: tenants(waiver(byName, "2027-11-24")),
    found: [inTenant],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-11-24"],
  },
  {
    name: "a waiver for more than a year covers its finding, and is an error",
    files: tenants(waiver(byName, "2027-11-25")),
    found: [inTenant],
    messages: ["tenants/churn.yaml:7 error waiver/too-far: waiver expires in 367 days: the maximum is 366"],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-11-25"],
  },
  {
    name: "days are counted across the turn of the year",
    files: tenants(waiver(byName, "2027-01-01")),
    found: [inTenant],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-01-01"],
  },
  {
    name: "a waiver of a rule that cannot be waived, with a finding",
    files: tenants(waiver(hurtsOthers.code)),
    found: [found("tenants/churn.yaml", "production", hurtsOthers)],
    messages: [
      `tenants/churn.yaml:1 error ${hurtsOthers.code}: found`,
      `tenants/churn.yaml:7 error waiver/never: ${hurtsOthers.code} cannot be waived`,
    ],
  },
  {
    name: "a waiver of a rule that cannot be waived, without a finding",
    files: tenants(waiver(hurtsOthers.code)),
    messages: [`tenants/churn.yaml:7 error waiver/never: ${hurtsOthers.code} cannot be waived`],
  },
  {
    name: "a waiver with a misspelled code",
    files: tenants(waiver("network/namespace-by-nane")),
    found: [inTenant],
    messages: [
      stands("tenants/churn.yaml"),
      "tenants/churn.yaml:7 error waiver/unknown: unknown rule network/namespace-by-nane",
    ],
  },
  {
    name: "a waiver of a condition of reading the input",
    files: tenants(waiver("input/unknown-field")),
    messages: [
      "tenants/churn.yaml:7 error waiver/unknown: input/unknown-field cannot be waived: it is not the code of a rule",
    ],
  },
  {
    name: "a tenant's waiver covers only its own file",
    files: `${tenants(waiver(byName))}# tenants/pricing.yaml\nspec: {}\n`,
    found: [inTenant, found("tenants/pricing.yaml"), inComponent],
    messages: [stands("tenants/pricing.yaml"), stands("platform/components/extra/policy.yaml")],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-03-31"],
  },
  {
    name: "a tenant's waiver on one cluster covers a finding there",
    files: `# tenants/churn.yaml\nspec:\n  clusters: { production: {}, staging: { waivers: ${waiver(byName)} } }\n`,
    found: [found("tenants/churn.yaml", "staging")],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-03-31"],
  },
  {
    name: "a tenant's waiver on one cluster does not cover a finding on another",
    files: `# tenants/churn.yaml\nspec:\n  clusters: { production: {}, staging: { waivers: ${waiver(byName)} } }\n`,
    found: [found("tenants/churn.yaml", "production")],
    messages: [
      stands("tenants/churn.yaml"),
      `tenants/churn.yaml:6 warning waiver/unused: unused waiver: no finding has the code ${byName}, on staging`,
    ],
  },
  {
    name: "a tenant's waiver with a finding on one of its clusters is used",
    files: `${everywhere}  waivers: ${waiver(byName)}\n`,
    found: [found("tenants/churn.yaml", "staging")],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-03-31"],
  },
  {
    name: "one finding on two clusters is waived once",
    files: `${everywhere}  waivers: ${waiver(byName)}\n`,
    found: [inTenant, found("tenants/churn.yaml", "staging")],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-03-31"],
  },
  {
    name: "an expired waiver on two clusters is reported once",
    files: `${everywhere}  waivers: ${waiver(byName, "2026-01-31")}\n`,
    messages: ["tenants/churn.yaml:7 error waiver/expired: waiver expired on 2026-01-31"],
  },
  {
    name: "a cluster's waiver covers every file on that cluster",
    files: cluster("production", waiver(byName)),
    found: [inTenant, inComponent],
    messages: [],
    waived: [
      "tenants/churn.yaml Labelled by hand, Churn, 2027-03-31",
      "platform/components/extra/policy.yaml Labelled by hand, Churn, 2027-03-31",
    ],
  },
  {
    name: "a cluster's waiver covers nothing on another cluster",
    files: cluster("staging", waiver(byName)),
    found: [inComponent],
    messages: [
      stands("platform/components/extra/policy.yaml"),
      `clusters/staging/cluster.yaml warning waiver/unused: unused waiver: no finding has the code ${byName}`,
    ],
  },
  {
    name: "the platform's waiver covers everything",
    files: platform(waiver(byName)),
    found: [inComponent, found("tenants/churn.yaml", "staging")],
    messages: [],
    waived: [
      "platform/components/extra/policy.yaml Labelled by hand, Churn, 2027-03-31",
      "tenants/churn.yaml Labelled by hand, Churn, 2027-03-31",
    ],
  },
  {
    name: "the platform's waiver covers a finding without a cluster",
    files: platform(waiver(byName)),
    found: [found("tenants/churn.yaml", undefined)],
    messages: [],
    waived: ["tenants/churn.yaml Labelled by hand, Churn, 2027-03-31"],
  },
];

test.each(cases)("$name: found $found", ({ files, found: all = [], partial, messages, waived = [] }) => {
  const applied = applyWaivers(all, inventoryOf(exampleRepository(files)), rules, partial !== true, today);
  expect(
    applied.diagnostics.map(({ at, severity, code, message }) => {
      // The line of a file that is merged onto another one is not a line of this example.
      const place = at.file.startsWith("clusters/") ? at.file : `${at.file}:${at.line}`;
      return `${place} ${severity} ${code}: ${message}`;
    }),
  ).toEqual(messages);
  expect(
    applied.waived.map(
      ({ diagnostic, reason, owner, expires }) => `${diagnostic.at.file} ${reason}, ${owner}, ${expires}`,
    ),
  ).toEqual(waived);
});

test("a waiver of an unknown code, an input code or a rule that cannot be waived gets a hint", () => {
  const hints = (code: string): readonly (string | undefined)[] =>
    applyWaivers([], inventoryOf(exampleRepository(tenants(waiver(code)))), rules, false, today).diagnostics.map(
      ({ hint }) => hint,
    );
  expect(hints("network/namespace-by-nane")).toEqual([`Did you mean ${byName}?`]);
  expect(hints("input/unknown-field")).toEqual(["Remove the waiver."]);
  expect(hints(hurtsOthers.code)).toEqual([hurtsOthers.neverWaived]);
});

describe("the command check, with a component that selects a namespace by the label name", () => {
  const component = `# tenants/churn.yaml
spec:
  servers: { mlserver: { template: mlserver } }
  components: [extra]
# platform/components/extra/kustomization.yaml
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
metadata: { name: extra, annotations: { tenantry.dev/part: guardrails } }
resources: [policy.yaml]
# platform/components/extra/policy.yaml
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: extra }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ to: [{ namespaceSelector: { matchLabels: { name: mlflow } } }], ports: [{ port: 5000 }] }]
`;
  const place = "platform/components/extra/policy.yaml:7:57";

  /** "file:line:column code" of the findings of the rule and of waivers, and of waived findings. */
  async function checked(
    root: string,
  ): Promise<{ readonly found: readonly string[]; readonly waived: readonly string[] }> {
    const { out } = await tenantry(root, ["check", "--output", "json"]);
    interface Row {
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly code: string;
    }
    const report: { readonly diagnostics: readonly Row[]; readonly waived: readonly Row[] } = JSON.parse(out);
    const messagesOf = (rows: readonly Row[]): readonly string[] =>
      rows
        .filter(({ code }) => code === byName || code.startsWith("waiver/"))
        .map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
    return { found: messagesOf(report.diagnostics), waived: messagesOf(report.waived) };
  }

  test("without a waiver, the component is reported at its own line", async () => {
    expect(await checked(exampleRepository(component))).toEqual({ found: [`${place} ${byName}`], waived: [] });
  });

  test("a tenant cannot waive a finding in a platform file", async () => {
    const files = component.replace("  components:", `  waivers: ${waiver(byName)}\n  components:`);
    expect(await checked(exampleRepository(files))).toEqual({
      found: [`${place} ${byName}`, "tenants/churn.yaml:8:14 waiver/unused"],
      waived: [],
    });
  });

  test.each([
    { name: "its cluster", files: cluster("production", waiver(byName)) },
    { name: "the platform", files: platform(waiver(byName)) },
  ])("$name can waive it, and every output format names the owner", async ({ files }) => {
    const root = exampleRepository(component + files);
    expect(await checked(root)).toEqual({ found: [], waived: [`${place} ${byName}`] });
    await tenantry(root, ["build"]);
    expect((await tenantry(root, ["check"])).out).toMatch(/waived +1 finding \(owner: Churn\)/);
    expect((await tenantry(root, ["check", "--output", "github"])).out).toContain("1 finding waived (owner: Churn)");
    expect((await tenantry(root, ["check", "--output", "junit"])).out).toContain("Labelled by hand (Churn, until");
    const { runs } = JSON.parse((await tenantry(root, ["check", "--output", "sarif"])).out);
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain(byName);
  });

  test("the summary counts waived findings in addition to errors", async () => {
    const root = exampleRepository(component + cluster("production", waiver(byName)));
    write(root, "clusters/production/rendered/own.yaml", "mine: true\n");
    expect((await tenantry(root, ["check"])).out).toMatch(
      /1 error · nothing written · waived: 1 finding \(owner: Churn\) · /,
    );
  });

  test("a run for one tenant reports no unused waivers", async () => {
    const root = exampleRepository(component + platform(waiver("network/peer-everyone")));
    expect((await checked(root)).found).toContainEqual(expect.stringMatching(/^platform.*waiver[/]unused$/));
    const { out } = await tenantry(root, ["check", "--tenant", "churn"]);
    expect(out).not.toContain("waiver/unused");
    expect(out).toContain(byName);
  });

  test("a waiver of a fixed finding is unused", async () => {
    const root = exampleRepository(component + cluster("production", waiver(byName)));
    write(
      root,
      "platform/components/extra/policy.yaml",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\n",
    );
    write(
      root,
      "platform/components/extra/kustomization.yaml",
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nmetadata: { name: extra }\nresources: [policy.yaml]\n",
    );
    expect(await checked(root)).toEqual({
      found: [expect.stringMatching(/^clusters\/production\/cluster[.]yaml:\d+:\d+ waiver\/unused$/)],
      waived: [],
    });
  });
});
