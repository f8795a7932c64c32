import config from "../vitest.config.ts";

const { projects: _, ...shared } = config.test ?? {};

/** Only the tests of rules: Stryker runs them once for each mutant. */
export default {
  ...config,
  test: {
    ...shared,
    // A mutant of code that runs when its module is loaded requires loading the module again.
    experimental: { viteModuleRunner: true },
    reporters: ["default"],
    include: ["rules/**/*.test.ts"],
    exclude: ["**/*.{oracle,reference}.test.ts"],
  },
};
