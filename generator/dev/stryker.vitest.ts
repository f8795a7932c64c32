import config from "../vitest.config.ts";

const { projects: _, ...shared } = config.test ?? {};

/** Only what tests rules: Stryker runs it once for each mutant. */
export default {
  ...config,
  test: {
    ...shared,
    reporters: ["default"],
    include: ["rules/**/*.test.ts"],
    exclude: ["**/*.{oracle,reference}.test.ts"],
  },
};
