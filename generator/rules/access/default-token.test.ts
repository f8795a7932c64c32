import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
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
  {
    name: "a default ServiceAccount with the token switched off",
    yaml: account("default", off) + namespace,
    found: [],
  },
  { name: "another ServiceAccount", yaml: account("training"), found: [] },
  {
    name: "a default ServiceAccount without the field",
    yaml: account("default"),
    found: [
      "3:19 missing automountServiceAccountToken: false in ServiceAccount default of churn: every pod that names no ServiceAccount gets a token",
    ],
  },
  {
    name: "a default ServiceAccount with the token switched on",
    yaml: account("default", "automountServiceAccountToken: true"),
    found: [
      "3:19 missing automountServiceAccountToken: false in ServiceAccount default of churn: every pod that names no ServiceAccount gets a token",
    ],
  },
  {
    name: "a tenant's namespace without a default ServiceAccount",
    yaml: namespace.replace("---\n", ""),
    found: [
      "3:19 missing ServiceAccount default in churn: Kubernetes creates this account, and every pod that names no ServiceAccount gets its token",
    ],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessDefaultToken, yaml, churnOnProduction())).toEqual(found);
});

test("a missing default ServiceAccount is not reported outside of a tenant's namespace", () => {
  expect(findingsIn(accessDefaultToken, namespace.replace("---\n", ""))).toEqual([]);
});
