/** A list too long for the bottom of the board is shown in parts, one after another; no item is cut in two. */

/** Parts of at most `max` characters, each of whole items; only an item longer than that is broken, between words. */
export function segmentsOf(items: readonly string[], max: number): readonly string[] {
  const fitting = items.flatMap((item) => joined(item.split(' '), ' ', max));
  return joined(fitting, ' · ', max);
}

function joined(parts: readonly string[], between: string, max: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + between.length + part.length <= max)
      lines[lines.length - 1] = last + between + part;
    else lines.push(part);
  }
  return lines;
}
