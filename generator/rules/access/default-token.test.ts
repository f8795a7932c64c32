import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { accessDefaultToken } from "./default-token.ts";

const account = (name: string, more = ""): string => `
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${name}, namespace: churn }
${more}
`;
const namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: churn }\n";
const off = "automountServiceAccountToken: false";

test.each([
  { name: "switched off", yaml: account("default", off) + namespace, found: [] },
  { name: "another account", yaml: account("training"), found: [] },
  {
    name: "left as it is",
    yaml: account("default"),
    found: ["3:19 default of churn hands its token to every pod that names no account"],
  },
  {
    name: "switched on",
    yaml: account("default", "automountServiceAccountToken: true"),
    found: ["3:19 default of churn hands its token to every pod that names no account"],
  },
  {
    name: "a tenant's namespace without it",
    yaml: namespace.replace("---\n", ""),
    found: ["3:19 nothing switches off the token of the default account of churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessDefaultToken, yaml, churnOnProduction())).toEqual(found);
});

test("of a namespace that is nobody's tenant, only what is written is said", () => {
  expect(foundIn(accessDefaultToken, namespace.replace("---\n", ""))).toEqual([]);
});
