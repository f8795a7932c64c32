import { replaced } from "../../diagnostics/example.ts";
import { serverKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

const longest = 52;

export const seldonServerName = defineRule({
  code: "seldon/server-name",
  severity: "error",
  over: "object",
  kinds: [serverKind],
  summary: "The name of a Server, followed by a replica number, is not a valid Service name.",
  docs: {
    why: "The operator creates a Service <name>-<number> for each replica of a Server, and labels the pods with the Server's name. A Server's name must therefore begin with a letter, contain no dot, and leave space for the appended number. The CRD accepts any name, but with an invalid name the StatefulSet never becomes ready.",
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
    fix: "Use a to z, 0 to 9 and -, begin with a letter, and use at most 52 characters.",
  },
  *check({ name, at }) {
    if (name.length <= longest && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) return;
    yield {
      at: at(["metadata", "name"], "value"),
      message:
        name.length > longest
          ? `invalid Server name of ${name.length} characters: the names of its Services become too long`
          : `invalid Server name ${name}: it cannot be the name of a Service`,
      hint: "Rename the Server: use a to z, 0 to 9 and -, and begin with a letter.",
    };
  },
});
