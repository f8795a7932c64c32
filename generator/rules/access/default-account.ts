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
    why: "Every pod that names no ServiceAccount runs as default. All of these pods get the rights that are bound to it, also pods that are added later and do not need them. Kubernetes gives no warning.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: training, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: training }
subjects: [{ kind: ServiceAccount, name: default, namespace: churn }]
`,
    valid: replaced("name: default", "name: churn-training"),
    fix: "Create a ServiceAccount for the pods that need the role, set it as their serviceAccountName, and bind it.",
  },
  *check(binding) {
    for (const { path, subject } of subjectsOf(binding)) {
      if (subject?.kind !== "ServiceAccount" || subject.name !== "default") continue;
      yield {
        at: binding.at([...path, "name"], "value"),
        message: `ServiceAccount ${subjectName(subject)} is used by every pod that names no other`,
        hint: "Bind a separate ServiceAccount for the pods that need the role.",
      };
    }
  },
});
