import { kubeconform, type RenderedFile, type SchemaValidator, type ValidationResult } from "./kubeconform.ts";

/** The minimum number of objects per start of kubeconform: it compiles each schema again at every start. */
const enough = 5_000;

/** A queue of objects for kubeconform. Objects of several clusters with the same schemas share one start. */
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
    if (waiting.objects >= this.#enough) await this.#validate(key, waiting);
  }

  /** The verdict on all added objects. */
  async finish(): Promise<ValidationResult> {
    for (const [key, waiting] of this.#waiting) await this.#validate(key, waiting);
    return {
      valid: sum(this.#verdicts.map(({ valid }) => valid)),
      invalid: sum(this.#verdicts.map(({ invalid }) => invalid)),
      skipped: sum(this.#verdicts.map(({ skipped }) => skipped)),
      diagnostics: this.#verdicts.flatMap(({ diagnostics }) => diagnostics),
      refused: this.#verdicts.flatMap(({ refused }) => refused),
    };
  }

  async #validate(key: string, { groups, validator }: Waiting): Promise<void> {
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
