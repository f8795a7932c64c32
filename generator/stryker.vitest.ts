import config from "./vitest.config.ts";

/** Only what tests rules: Stryker runs it once for each mutant. */
export default {
  ...config,
  test: { ...config.test, reporters: ["default"], include: ["gate/rules/**/*.test.ts"] },
};
