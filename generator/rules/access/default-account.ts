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
  summary: "The default account of a namespace is bound to a role.",
  docs: {
    why: "Every pod that names no account runs as `default`: whatever is bound to it, every such pod may do, also those that come later and know nothing of it. Kubernetes warns of nothing.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: training, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: training }
subjects: [{ kind: ServiceAccount, name: default, namespace: churn }]
`,
    valid: replaced("name: default", "name: churn-training"),
    fix: "Make an account for those pods, name it in their serviceAccountName, and bind that one.",
  },
  *check(binding) {
    for (const { path, subject } of subjectsOf(binding)) {
      if (subject?.kind !== "ServiceAccount" || subject.name !== "default") continue;
      yield {
        at: binding.at([...path, "name"], "value"),
        message: `${subjectName(subject)} is every pod there that names no account`,
        hint: "Bind an account of those pods' own.",
      };
    }
  },
});
