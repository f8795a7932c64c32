import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Faults of the waivers themselves. */
export const waiverCodes = {
  "waiver/unknown": {
    severity: "error",
    summary: "A waiver names a code that is not the code of a rule.",
    why: "A waiver with an unknown code covers no finding, although its author expects it to. Codes about invalid input files are not rules, because the generator cannot process invalid input.",
    fix: "Spell the code as the finding does. The command npx --no-install tenantry explain lists all codes.",
    messages: {
      unknownRule: (code: string) => `unknown rule ${code}`,
      notRule: (code: string) => `${code} cannot be waived: it is not the code of a rule`,
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
    why: "A violation of a rule that cannot be waived also affects other tenants, directly or through a shared scheduler or operator. The owner of a waiver cannot accept consequences for other tenants.",
    fix: "Remove the waiver, and fix the finding.",
    messages: {
      neverWaived: (code: string) => `${code} cannot be waived`,
    },
  },
  "waiver/expired": {
    severity: "error",
    summary: "The expiry date of a waiver is past.",
    why: "An expired waiver no longer covers its finding, so the check reports the finding again. Without an expiry date, an exception would remain permanently without a new approval.",
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
    why: "After a year, the author of a waiver may have left the team, and the reason may no longer be valid. The exception must therefore be approved again.",
    fix: "Set a date within the next 366 days. If the waiver is still needed on that date, have a new date approved.",
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
    why: "After the expiry date, the expired waiver is an error and stops every build of the tenant or the platform. The warning gives the owner two weeks to fix the finding.",
    fix: "Fix the finding and remove the waiver, or have a new date approved now.",
    messages: {
      expiresSoon: (days: number) => `waiver expires in ${days} days`,
    },
  },
  "waiver/unused": {
    severity: "warning",
    summary: "A waiver covers no finding.",
    why: "The finding that the waiver covered no longer exists. If the waiver remains, it covers the next violation of the same rule, which no reviewer has approved.",
    fix: "Remove the waiver.",
    messages: {
      unused: (code: string) => `unused waiver: no finding has the code ${code}`,
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
