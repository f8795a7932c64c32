/**
 * The machine let us down, not the input: a tool is missing, failed, or the disk refused.
 * The one error class that commands turn into exit code 2; `remedy` says in one sentence what a person can do.
 */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
