import { join } from "node:path";

/**
 * The inputs of the sample platform. `init` begins a repository from them. Tests read them and never the repository's own
 * tenants/, platform/ and clusters/, which belong to the adopter.
 */
export const sampleFolder = join(import.meta.dirname, "../sample");
