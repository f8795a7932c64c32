import config from "../vitest.config.ts";

const { projects: _, ...shared } = config.test ?? {};

/** Only what tests rules: Stryker runs it once for each mutant. */
export default {
  ...config,
  test: {
    ...shared,
    // A mutant of what a module does when it is loaded needs it loaded again.
    experimental: { viteModuleRunner: true },
    reporters: ["default"],
    include: ["rules/**/*.test.ts"],
    exclude: ["**/*.{oracle,reference}.test.ts"],
  },
};
