/**
 * Shapes that only secret values have; each is the documented form of one issuer. Never echo what they match. What may
 * begin anew inside itself has an end to its length: without one a long hostile text takes minutes.
 */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{30,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{30,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/,
  /\bhooks\.slack\.com\/services\/T[A-Z0-9]+\//,
  /\bAIza[A-Za-z0-9_-]{35}\b/,
  /\beyJ[A-Za-z0-9_-]{10,1000}\.[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{5}/,
  /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]+:[^\s/@]+@/,
];

/** Whether a text holds something that looks like the value of a secret: a private key, a token, a password in a URL. */
export function looksSecret(text: string): boolean {
  return shapes.some((shape) => shape.test(text));
}
