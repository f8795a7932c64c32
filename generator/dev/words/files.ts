/** Pages and workflows outside of `generator/` that come with Tenantry. Other files there are an adopter's own. */
const shipped: ReadonlySet<string> = new Set([
  ".github/CONTRIBUTING.md",
  ".github/DEVELOPING.md",
  ".github/SETUP.md",
  ".github/pull_request_template.md",
  ".github/ISSUE_TEMPLATE/tenant.yaml",
  ".github/actions/setup/action.yaml",
  ".github/workflows/generator.yaml",
  ".github/workflows/main.yaml",
  ".github/workflows/nightly.yaml",
  ".github/workflows/pull-request.yaml",
  ".github/workflows/pull-request-result.yaml",
  ".github/workflows/review.yaml",
]);

/** Generated trees, lists of retired words, and the field names that a version still accepts. */
const exempt = /^generator[/](golden|dev[/]words)[/]|^generator[/]docs[/]style[.]md$|[/]retired-fields[.]ts$/;

/**
 * Whether the words of a file are checked: only those of Tenantry's own files.
 * @param readme The text of README.md. An adopter's README has another title.
 */
export function isChecked(file: string, readme: string): boolean {
  if (file === "README.md") return readme.startsWith("# Tenantry\n");
  return (file.startsWith("generator/") || shipped.has(file)) && !exempt.test(file);
}
