/** A branch as people write it: main, of refs/heads/main. */
export function branchName(ref: string): string {
  return ref.replace(/^refs\/heads\//, "");
}
