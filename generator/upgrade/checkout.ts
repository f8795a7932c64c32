/**
 * A version of Tenantry that a platform used as a checkout, with the generator in the platform's own repository. The ids are
 * those of git for the files and folders of that version, so that changes of the platform's team are noticed.
 */
export interface Checkout {
  readonly version: string;
  /** Files and folders that the package replaces. A changed one cannot be replaced. */
  readonly replaced: Readonly<Record<string, string>>;
  /** Files and folders that a platform's repository does not need. A changed one stays. */
  readonly obsolete: Readonly<Record<string, string>>;
}

/** The checkouts that `upgrade` can replace with the package. Later versions begin as a package. */
export const checkouts: readonly Checkout[] = [
  {
    version: "0.1.0",
    replaced: {
      generator: "68a4b5e4b9b2953f708e61ffa9fbfb71bc2edcab",
      ".github/workflows/main.yaml": "9250366f78cbc671de89db8e03c88d1c23b42c2d",
      ".github/workflows/nightly.yaml": "8d3d414eaccde2eed6416f4c688261387bc0cb83",
      ".github/workflows/pull-request-result.yaml": "4e41a815f10dfdea761879320e129c56ae996bc7",
      ".github/workflows/pull-request.yaml": "b54463750082ab1a975975ba0b27aed4abd5cafa",
      ".github/workflows/review.yaml": "d3355dee6c52dc84f234d07c17abdb97f93f02d7",
      ".npmrc": "212671c71641ca690fa6043b5775aa7957d4553f",
      "package-lock.json": "bde2d4315cf83227f2fe37790a10dc2a6b83751d",
      "package.json": "7214951148a83a4c006a7c179fd0f02aa6504601",
    },
    obsolete: {
      ".ci": "add2e1aab7821147d5ae8fba27bb311578a09a29",
      ".gitattributes": "40007d62accc95b9e38dce39c326be838e28d8ec",
      ".github/ISSUE_TEMPLATE/config.yml": "0086358db1eb971c0cfa8739c27518bbc18a5ff4",
      ".github/ISSUE_TEMPLATE/tenant.yaml": "ae69a38babbf7e3151d44a9b7a523ac417cf6f70",
      ".github/CONTRIBUTING.md": "a86795d332e66e211026dff2d45ae20903fec0d1",
      ".github/DEVELOPING.md": "e169fdfe5c54a732b5ddaf1514268810642e6547",
      ".github/SETUP.md": "6b11a2182a2bae924c33fc23c9aed3c5b67f0d3e",
      "CHANGELOG.md": "9b818137dec3382598a3daaca05907e9f23d4000",
      LICENSE: "d645695673349e3947e8e5ae42332d0ac3164cd7",
      "README.md": "86ada7c52d7f0103a3dc7415675b53d5dfa9ef5c",
      "biome.json": "5773a4c80bbb96fc2338fc3de437ff367dffa0cc",
      "tsconfig.json": "ec13824b7df68f5c12b3d5ec26d0cbc9b333eb0a",
    },
  },
];
