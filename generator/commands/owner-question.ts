import { Owner } from "../validate/owner.ts";
import { problemWith } from "./ask.ts";

/** A question about a field of an owner. `init` and `new` ask for the same fields. */
export interface OwnerQuestion {
  readonly key: "team" | "contact" | "github";
  readonly flag: string;
  readonly prompt: string;
  readonly proposal: () => undefined;
  /** The problem with an answer. Undefined if the answer is valid. */
  readonly problem: (answer: string) => string | undefined;
}

export function ownerQuestion(key: OwnerQuestion["key"], prompt: string): OwnerQuestion {
  return {
    key,
    flag: `--${key}`,
    prompt,
    proposal: () => undefined,
    problem: (answer) => problemWith(Owner.shape[key], answer),
  };
}
