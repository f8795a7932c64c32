import { inspect } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "yellow";

export type Paint = Readonly<Record<Style, (text: string) => string>>;

/** Styles for a terminal. The caller decides whether to use colour, regardless of stdout. */
export function paintFor(colour: boolean): Paint {
  const style = (name: Style): ((text: string) => string) => {
    const [start, end] = inspect.colors[name] ?? [];
    return (text) => (colour ? `\u001b[${start}m${text}\u001b[${end}m` : text);
  };
  return {
    bold: style("bold"),
    dim: style("dim"),
    green: style("green"),
    red: style("red"),
    yellow: style("yellow"),
  };
}
