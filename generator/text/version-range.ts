/**
 * Whether a version fulfils a constraint of Helm, as `kubeVersion` of a chart contains it: `>= 1.22.0-0`, `^1.25`,
 * `>=1.30.0-0 <1.36.0-0`. A constraint in another form is fulfilled, because Helm reads more forms than this function.
 */
export function fulfils(version: string, constraint: string): boolean {
  const alternatives = constraint.split("||").map(comparatorsOf);
  if (alternatives.includes(undefined)) return true;
  return alternatives.some((all) => all?.every((comparator) => meets(numbersOf(version), comparator)));
}

interface Comparator {
  readonly operator: string;
  readonly to: readonly number[];
}

const form = /^\s*,?\s*(>=|<=|>|<|=|\^|~)?\s*v?([0-9]+(?:[.][0-9]+){0,2})(?:-[0-9A-Za-z.-]+)?/;

/** The parts of a constraint that must all be met. Undefined if one is not known. */
function comparatorsOf(text: string): readonly Comparator[] | undefined {
  const found: Comparator[] = [];
  let rest = text.trim();
  while (rest !== "") {
    const match = form.exec(rest);
    if (match === null) return undefined;
    found.push({ operator: match[1] ?? "=", to: numbersOf(match[2] ?? "") });
    rest = rest.slice(match[0].length).trim();
  }
  return found;
}

function meets(version: readonly number[], { operator, to }: Comparator): boolean {
  const order = compare(version, to);
  switch (operator) {
    case ">=":
      return order >= 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case "<":
      return order < 0;
    case "^":
      return order >= 0 && version[0] === to[0];
    case "~":
      return order >= 0 && version[0] === to[0] && (to.length < 2 || version[1] === to[1]);
    default:
      return to.every((number, index) => version[index] === number);
  }
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = [0, 1, 2].find((part) => (left[part] ?? 0) !== (right[part] ?? 0)) ?? 0;
  return (left[index] ?? 0) - (right[index] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}
