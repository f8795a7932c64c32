/** An object's text with one change. The text must contain what the change replaces. */
export function changed(object: string, from: string, to: string): string {
  if (!object.includes(from)) throw new Error(`missing ${from}`);
  return object.replace(from, to);
}
