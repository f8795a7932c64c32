import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** Waivers themselves. */
export const waiverCodes = {
  "waiver/unknown": {
    severity: "error",
    summary: "A waiver for something that no rule finds.",
    why: "It covers nothing, and whoever wrote it believes that it does. Conditions of reading the input are no rules: nothing can be made of input that does not fulfil them.",
    fix: "Spell the rule's code as the finding does; npx --no-install tenantry explain lists all of them.",
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
    summary: "A waiver for a rule that nobody may waive.",
    why: "Who asks for a waiver answers for what it does to them. What breaks this rule hurts others: another tenant, a scheduler or an operator that all share.",
    fix: "Take the waiver away, and fix what the rule finds.",
  },
  "waiver/expired": {
    severity: "error",
    summary: "A waiver whose day is past.",
    why: "It covers nothing any more, and what it covered is found again. Without a day an exception would stay for ever, and nobody would be asked.",
    fix: "Fix what it covers and take it away; or have a new day approved by whoever reviews this file.",
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
    summary: "A waiver for more than 366 days.",
    why: "An exception for good is a rule that nobody decided on. After a year whoever wrote it is elsewhere, and what it was for has changed: somebody has to be asked again.",
    fix: "Name a day within the next 366 days, and have a new one approved when it comes.",
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
    summary: "A waiver that expires within 14 days.",
    why: "After its day what it covers is an error, and every build stops: of this tenant, or of the whole platform. Two weeks are for fixing it before.",
    fix: "Fix what it covers and take it away, or have a new day approved now.",
  },
  "waiver/unused": {
    severity: "warning",
    summary: "A waiver for something that is not there.",
    why: "What it was for has been fixed. Left in, it would cover the next thing that breaks the same rule, which nobody has looked at.",
    fix: "Take it away.",
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
