import { kubeconform, type RenderedFile, type SchemaValidator, type ValidationResult } from "./kubeconform.ts";

/** So many objects go to kubeconform at once, at the least: it compiles each schema anew every time that it is started. */
const enough = 5_000;

/** Objects on their way to kubeconform. Those of several clusters go together where the same schemas hold for them. */
export class Validation {
  readonly #enough: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #verdicts: ValidationResult[] = [];

  constructor(most = enough) {
    this.#enough = most;
  }

  async add(groups: readonly (readonly RenderedFile[])[], validator: SchemaValidator): Promise<void> {
    const key = validator.schemas.digest;
    const waiting = this.#waiting.get(key) ?? { validator, groups: [], objects: 0 };
    waiting.groups.push(...groups);
    waiting.objects += objectsIn(groups);
    this.#waiting.set(key, waiting);
    if (waiting.objects >= this.#enough) await this.#ask(key, waiting);
  }

  /** The verdict on all that was added. */
  async finish(): Promise<ValidationResult> {
    for (const [key, waiting] of this.#waiting) await this.#ask(key, waiting);
    return {
      valid: sum(this.#verdicts.map(({ valid }) => valid)),
      invalid: sum(this.#verdicts.map(({ invalid }) => invalid)),
      skipped: sum(this.#verdicts.map(({ skipped }) => skipped)),
      diagnostics: this.#verdicts.flatMap(({ diagnostics }) => diagnostics),
      refused: this.#verdicts.flatMap(({ refused }) => refused),
    };
  }

  async #ask(key: string, { groups, validator }: Waiting): Promise<void> {
    this.#waiting.delete(key);
    this.#verdicts.push(await kubeconform(groups, validator));
  }
}

interface Waiting {
  readonly validator: SchemaValidator;
  readonly groups: (readonly RenderedFile[])[];
  objects: number;
}

function objectsIn(groups: readonly (readonly RenderedFile[])[]): number {
  return sum(groups.map((group) => group.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
