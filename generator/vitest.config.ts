import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    reporters: ["default", join(import.meta.dirname, "closing-line.ts")],
    // The first run of all builds the tools and fetches the schemas.
    globalSetup: join(import.meta.dirname, "testing/warm-up.ts"),
    testTimeout: 120_000,
  },
});
