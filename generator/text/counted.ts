/** `1 file`, `2 files`: with a number, in front of what it counts. */
export function countText(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
