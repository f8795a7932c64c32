/**
 * A failure of the machine, not of the input: a tool is missing or failed, or the disk rejected an operation.
 * The only error class that commands turn into exit code 2. `remedy` is one sentence for the user: how to fix it.
 */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
