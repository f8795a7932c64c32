/** Input with a finding of a rule or code, and the same input without it. */
export interface Example {
  readonly invalid: string;
  readonly valid: string | Fix;
}

/** The replacement that turns the invalid input into the valid one, if a single one is enough. */
interface Fix {
  readonly from: string;
  readonly to: string;
}

/** The valid input is the invalid one with `to` in place of `from`, which occurs once. */
export function replaced(from: string, to: string): Fix {
  return { from, to };
}

/** The valid input of an example, in full. Throws if the text to replace is missing or occurs more than once. */
export function validExample({ invalid, valid }: Example): string {
  if (typeof valid === "string") return valid;
  const parts = invalid.split(valid.from);
  if (parts.length !== 2)
    throw new Error(`an example must contain ${JSON.stringify(valid.from)} once, not ${parts.length - 1} times`);
  return parts.join(valid.to);
}
