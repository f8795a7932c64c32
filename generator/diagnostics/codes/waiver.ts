import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Faults of the waivers themselves. */
export const waiverCodes = {
  "waiver/unknown": {
    severity: "error",
    summary: "A waiver names a code that is not the code of a rule.",
    why: "It covers nothing, although its author expects it to. Codes of reading the input are not rules: such input cannot be processed until it is fixed.",
    fix: "Spell the rule's code as the finding does. The command npx --no-install tenantry explain lists all codes.",
    messages: {
      unknownRule: (code: string) => `unknown rule ${code}`,
      notRule: (code: string) => `${code} cannot be waived: it is not a rule, but a condition of reading the input`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  waivers:
    network/namespace-by-names: { reason: Labelled by hand until the move, owner: Churn, expires: "2027-03-31" }
`,
      valid: replaced(
        `network/namespace-by-names: { reason: Labelled by hand until the move, owner: Churn, expires: "2027-03-31" }`,
        `network/namespace-by-name: { reason: Labelled by hand until the move, owner: Churn, expires: "2027-03-31" }`,
      ),
    },
  },
  "waiver/never": {
    severity: "error",
    summary: "A waiver names a rule that cannot be waived.",
    why: "The owner of a waiver accepts the consequences for their own tenant. Breaking this rule hurts others: another tenant, or a scheduler or an operator that all share.",
    fix: "Remove the waiver, and fix the finding.",
    messages: {
      neverWaived: (code: string) => `${code} cannot be waived`,
    },
  },
  "waiver/expired": {
    severity: "error",
    summary: "The expiry date of a waiver is past.",
    why: "The waiver covers nothing any more, and its finding is reported again. Without a date an exception would remain permanently, and its owner would never have to confirm it.",
    fix: "Fix the finding and remove the waiver, or have the reviewers of this file approve a new date.",
    messages: {
      expired: (date: string) => `waiver expired on ${date}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  waivers:
    network/namespace-by-name: { reason: Labelled by hand until the move, owner: Churn, expires: "2026-01-31" }
`,
      valid: `
# tenants/churn.yaml
spec: {}
`,
    },
  },
  "waiver/too-far": {
    severity: "error",
    summary: "A waiver is valid for more than 366 days.",
    why: "A permanent exception is a rule that was never decided on. After a year its author has moved on, and its reason has changed, so the exception must be approved again.",
    fix: "Set a date within the next 366 days, and have a new one approved on that date.",
    messages: {
      tooFar: (days: number, maximum: number) => `waiver expires in ${days} days: the maximum is ${maximum}`,
    },
    example: {
      invalid: `
# tenants/churn.yaml
spec:
  waivers:
    network/namespace-by-name: { reason: Labelled by hand until the move, owner: Churn, expires: "2099-12-31" }
`,
      valid: replaced(`expires: "2099-12-31"`, `expires: "2027-03-31"`),
    },
  },
  "waiver/expires-soon": {
    severity: "warning",
    summary: "A waiver expires within 14 days.",
    why: "After its date the finding is an error, and every build stops: of this tenant, or of the whole platform. The two weeks are for fixing it before.",
    fix: "Fix the finding and remove the waiver, or have a new date approved now.",
    messages: {
      expiresSoon: (days: number) => `waiver expires in ${days} days`,
    },
  },
  "waiver/unused": {
    severity: "warning",
    summary: "A waiver covers no finding.",
    why: "The finding that it covered has been fixed. If the waiver remains, it covers the next violation of the same rule, which was never reviewed.",
    fix: "Remove the waiver.",
    messages: {
      unused: (code: string) => `unused waiver: there is no finding of ${code}`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
