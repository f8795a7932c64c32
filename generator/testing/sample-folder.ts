import { join } from "node:path";

/**
 * The inputs of the sample platform, as the repository comes with them. Tests read these and never the repository's own
 * tenants/, platform/ and clusters/: those belong to whoever runs a platform with it.
 */
export const sampleFolder = join(import.meta.dirname, "sample");
