import { replaced } from "../../diagnostics/example.ts";
import { subjectName } from "../../evaluate/access/subject.ts";
import { defineRule } from "../rule.ts";
import { bindingKinds, subjectsOf } from "./bindings.ts";

export const accessDefaultAccount = defineRule({
  code: "access/default-account",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: bindingKinds,
  summary: "The default ServiceAccount of a namespace is bound to a role.",
  docs: {
    why: "Every pod that names no ServiceAccount runs as the ServiceAccount default. Pods without a serviceAccountName therefore get every role that is bound to default, including pods that are added later and do not need the role. Kubernetes gives no warning about a role that is bound to default.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: training, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: training }
subjects: [{ kind: ServiceAccount, name: default, namespace: churn }]
`,
    valid: replaced("name: default", "name: churn-training"),
    fix: "Create a ServiceAccount for the pods that need the role. Set serviceAccountName in these pods, and bind the role to the new ServiceAccount.",
  },
  *check(binding) {
    for (const { path, subject } of subjectsOf(binding)) {
      if (subject?.kind !== "ServiceAccount" || subject.name !== "default") continue;
      yield {
        at: binding.at([...path, "name"], "value"),
        message: `subject ServiceAccount ${subjectName(subject)} is not allowed: every pod that names no ServiceAccount uses it`,
        hint: "Bind the role to a separate ServiceAccount for the pods that need the role.",
      };
    }
  },
});
