/** One step from a tenant file to a model that runs. */
interface FlowStep {
  readonly actor: string;
  readonly title: string;
  readonly lines: readonly string[];
}

const steps: readonly FlowStep[] = [
  { actor: "ML engineer", title: "tenants/churn.yaml", lines: ["one file", "in a pull request"] },
  { actor: "CI", title: "tenantry check", lines: ["schemas, rules, network,", "access, capacity"] },
  { actor: "CI", title: "diff and guard", lines: ["a comment: the effects,", "who must approve"] },
  { actor: "Reviewer", title: "merge", lines: ["clusters/*/rendered/:", "one file for each object"] },
  { actor: "Argo CD", title: "sync", lines: ["one Application for", "each part of a tenant"] },
  { actor: "Seldon Core v2", title: "models", lines: ["in the namespace churn", "on each cluster"] },
];

interface Colours {
  readonly text: string;
  readonly muted: string;
  readonly box: string;
  readonly outline: string;
  readonly accent: string;
}

/** Colours that are readable on the background of each theme, which stays transparent. */
const themes = {
  light: { text: "#1f2328", muted: "#59636e", box: "#f6f8fa", outline: "#d1d9e0", accent: "#0969da" },
  dark: { text: "#f0f6fc", muted: "#9198a1", box: "#151b23", outline: "#3d444d", accent: "#4493f8" },
} as const satisfies Readonly<Record<string, Colours>>;

/** Lengths in pixels. */
const box = { width: 164, height: 78, gap: 22, top: 34 };

/** The flow from a tenant file to a running model, as SVG for one theme. The README shows it. */
export function flowPicture(theme: keyof typeof themes): string {
  const colours = themes[theme];
  const width = steps.length * box.width + (steps.length - 1) * box.gap + 2;
  const height = box.top + box.height + 46;
  const title = steps.map((step) => `${step.actor}: ${step.title}`).join(", ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" font-family="ui-sans-serif, system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif" text-anchor="middle">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 Z" fill="${colours.muted}"/></marker></defs>`,
    ...steps.map((step, index) => drawStep(step, leftOf(index), colours)),
    ...steps.slice(1).map((_, index) => drawArrow(leftOf(index), colours)),
    drawReturn(colours),
    "</svg>\n",
  ].join("\n");
}

function leftOf(index: number): number {
  return 1 + index * (box.width + box.gap);
}

function drawStep(
  { actor, title, lines }: FlowStep,
  left: number,
  { text, muted, box: fill, outline }: Colours,
): string {
  const middle = left + box.width / 2;
  return [
    `<text x="${middle}" y="22" font-size="12" fill="${muted}">${actor}</text>`,
    `<rect x="${left}" y="${box.top}" width="${box.width}" height="${box.height}" rx="8" fill="${fill}" stroke="${outline}"/>`,
    `<text x="${middle}" y="${box.top + 26}" font-size="14" font-weight="600" fill="${text}">${title}</text>`,
    ...lines.map(
      (line, index) =>
        `<text x="${middle}" y="${box.top + 47 + index * 17}" font-size="12" fill="${muted}">${line}</text>`,
    ),
  ].join("\n");
}

function drawArrow(left: number, { muted }: Colours): string {
  const y = box.top + box.height / 2;
  return `<path d="M${left + box.width + 2},${y} H${left + box.width + box.gap - 2}" stroke="${muted}" stroke-width="1.5" marker-end="url(#arrow)"/>`;
}

/** From the check back to the file, and what it brings. */
function drawReturn({ accent }: Colours): string {
  const bottom = box.top + box.height;
  const [from, to] = [leftOf(1) + box.width / 2, leftOf(0) + box.width / 2];
  return [
    `<path d="M${from},${bottom + 1} V${bottom + 18} H${to} V${bottom + 3}" fill="none" stroke="${accent}" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    `<text x="${(from + to) / 2}" y="${bottom + 36}" font-size="12" fill="${accent}">finding: the line and the fix</text>`,
  ].join("\n");
}
