import { replaced } from "../../diagnostics/example.ts";
import { serverKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

const longest = 52;

export const seldonServerName = defineRule({
  code: "seldon/server-name",
  severity: "error",
  over: "object",
  kinds: [serverKind],
  summary: "A Server's name can be a Service's, with a number behind it.",
  docs: {
    why: "The operator makes a Service <name>-<number> for each replica, and labels pods with the name: it has to begin with a letter, have no dot, and leave room. The CRD takes any name, and the StatefulSet never comes up.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver.v2, namespace: churn }
spec: { serverConfig: churn.mlserver-config }
`,
    valid: replaced(
      "metadata: { name: mlserver.v2, namespace: churn }",
      "metadata: { name: mlserver-v2, namespace: churn }",
    ),
    fix: "Use a to z, 0 to 9 and -, beginning with a letter, at most 52 of them.",
  },
  *check({ name, at }) {
    if (name.length <= longest && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
    yield {
      at: at(["metadata", "name"], "value"),
      message:
        name.length > longest
          ? `a Server's name of ${name.length} letters leaves no room for its Services'`
          : `${name} cannot be the name of a Service`,
      hint: "Rename it: a to z, 0 to 9 and -, beginning with a letter.",
    };
  },
});
