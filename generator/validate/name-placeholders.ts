import { z } from "zod";
import { suggestion } from "../text/nearest.ts";

/**
 * Placeholders in values of the platform and of tenants: `{tenant}` stands for the tenant's name, `{cluster}` for the cluster's,
 * and `{domain}` for the domain of the cluster's routes.
 */
export type NamePlaceholder = "tenant" | "cluster" | "environment" | "domain";

/** The text with every placeholder whose name is given replaced. Placeholders without a name remain. */
export function withNames(text: string, names: Readonly<Partial<Record<NamePlaceholder, string>>>): string {
  return Object.entries(names).reduce(
    (filled, [placeholder, name]) => filled.replaceAll(`{${placeholder}}`, name),
    text,
  );
}

/** The part of a pattern that matches one of some placeholders. */
export function placeholderForm(...placeholders: readonly NamePlaceholder[]): string {
  return `\\{(?:${placeholders.join("|")})\\}`;
}

/**
 * A text with placeholders. An unknown placeholder is reported instead of the form of the whole text.
 * @param form Matches the text with its placeholders.
 * @param expected The form in words, as the end of a message.
 */
export function textWithNames(
  placeholders: readonly NamePlaceholder[],
  maximum: number,
  form: string,
  expected: string,
): z.ZodString {
  const known = placeholders.map((placeholder) => `{${placeholder}}`);
  return z
    .string()
    .max(maximum)
    .check((context) => {
      const unknown = context.value.match(/\{[^{}]*\}/g)?.find((placeholder) => !known.includes(placeholder));
      if (unknown === undefined) return;
      context.issues.push({
        code: "custom",
        input: context.value,
        message: `unknown placeholder ${unknown}`,
        params: { hint: suggestion(unknown, known) },
        continue: false,
      });
    })
    .regex(new RegExp(form), expected);
}
