import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** Text with control sequences of every output format. Every format must escape it and show it. */
export const findingsOfMalformed =
  "a::error::b\n::error::c\r%0A,x:[l](http://evil.test) <script> <img src=x> | ` ]]> \u0007\u001b[31m\u202e\u200f\u2028&\ud800";

export function finding(
  message: string,
  severity: Diagnostic["severity"] = "error",
  file = "tenants/a.yaml",
): Diagnostic {
  return {
    code: "input/unknown-field",
    severity,
    message,
    hint: "Did you mean b?",
    at: { file, line: 3, column: 5, length: 4, excerpt: [] },
  };
}

/** A finding with every optional field. */
export function full(text = "x"): Diagnostic {
  return {
    code: "network/namespace-by-name",
    severity: "error",
    message: `no namespace is called ${text}`,
    hint: `The nearest is ${text}.`,
    fix: `kubernetes.io/${text}`,
    at: {
      file: "tenants/a.yaml",
      line: 3,
      column: 5,
      length: 4,
      excerpt: ["spec:", `  ${text.replaceAll("\n", "")}`, "    name: b"],
    },
    related: [
      {
        at: { file: `tenants/${text}.yaml`, line: 7, column: 2, length: 3, excerpt: [] },
        message: `called so by ${text}`,
      },
      { at: { file: "tenants/c.yaml", line: 8, column: 1, length: 1, excerpt: [] }, message: "and here" },
    ],
  };
}

export function waived(text = "x"): WaivedFinding {
  return { diagnostic: full(text), reason: `until ${text}`, owner: `team ${text}`, expires: "2027-03-31" };
}
