/** Whether the API server accepts a label key: a name, optionally after a domain and a slash (apimachinery, util/validation, 1.34). */
export function isLabelKey(key: string): boolean {
  const [prefix, name, more] = key.split("/");
  if (more !== undefined) return false;
  if (name === undefined) return isName(prefix ?? "");
  return isName(name) && isDomain(prefix ?? "");
}

/** Whether the API server accepts a label value: a name or an empty text. */
export function isLabelValue(value: string): boolean {
  return value === "" || isName(value);
}

function isName(text: string): boolean {
  return text.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text);
}

function isDomain(text: string): boolean {
  return text.length <= 253 && text.split(".").every((part) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part));
}
