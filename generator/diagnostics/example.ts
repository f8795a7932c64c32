/** Input that a rule or a code is found in, and the same input once it is right. */
export interface Example {
  readonly invalid: string;
  readonly valid: string | Fix;
}

/** What makes a wrong input right, where one place says it. */
interface Fix {
  readonly from: string;
  readonly to: string;
}

/** The right input is the wrong one with `to` in place of `from`, which stands there once. */
export function replaced(from: string, to: string): Fix {
  return { from, to };
}

/** The right input of an example, in full. Throws where what is to be replaced is missing or ambiguous. */
export function validExample({ invalid: wrong, valid: right }: Example): string {
  if (typeof right === "string") return right;
  const parts = wrong.split(right.from);
  if (parts.length !== 2) throw new Error(`an example has ${parts.length - 1} times ${JSON.stringify(right.from)}`);
  return parts.join(right.to);
}
