/**
 * Results by the last digits of their code, as people find them on their receipt: four are enough, unless two results
 * end alike; then both show as much more of the code as tells them apart (`…20-0008`).
 */

export type ShortCode = {
  readonly code: string;
  readonly hidden: boolean;
  readonly lead: string;
  readonly tail: string;
};

export function shortCodes(codes: readonly string[]): readonly ShortCode[] {
  return codes.map((code) =>
    shortest(
      code,
      codes.filter((other) => other !== code),
    ),
  );
}

function shortest(code: string, others: readonly string[]): ShortCode {
  const tail = code.slice(code.lastIndexOf('-') + 1);
  for (const lead of leadsOf(code)) {
    if (!others.some((other) => other.endsWith(`${lead}-${tail}`)))
      return { code, hidden: true, lead: `${lead}-`, tail };
  }
  return { code, hidden: false, lead: code.slice(0, code.length - tail.length), tail };
}

/** What may stand before the number, least first: nothing, the day of the month, with the month, the whole day. */
function leadsOf(code: string): readonly string[] {
  const day = /-(\d{6})-[^-]+$/.exec(code)?.[1];
  return day === undefined ? [''] : ['', day.slice(4), day.slice(2), day];
}
