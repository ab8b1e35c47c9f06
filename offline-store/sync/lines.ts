/** Bytes into lines, with a cap: a line that never ends must not fill the memory. */

export interface Line {
  readonly text: string;
  /** False: longer than the cap; `text` is only its beginning. */
  readonly whole: boolean;
}

const KEPT_OF_LONG = 1_000;
const NEWLINE = 0x0a;

/** Undecodable bytes become U+FFFD: such a line fails as JSON or as a value, not as a stream. */
const lineOf = (parts: readonly Uint8Array[], whole: boolean): Line => {
  const bytes = Buffer.concat(parts);
  return { text: (whole ? bytes : bytes.subarray(0, KEPT_OF_LONG)).toString('utf8'), whole };
};

const isEmpty = ({ text, whole }: Line): boolean => whole && text.trim() === '';

/** Collects one line; past the cap it keeps only the beginning. */
class LineBuffer {
  readonly #max: number;
  #parts: Uint8Array[] = [];
  #bytes = 0;

  constructor(max: number) {
    this.#max = max;
  }

  add(part: Uint8Array): void {
    this.#bytes += part.byteLength;
    if (this.#bytes <= this.#max) this.#parts.push(part);
    else if (this.#parts.length === 0) this.#parts.push(part.subarray(0, KEPT_OF_LONG));
  }

  take(): Line {
    const line = lineOf(this.#parts, this.#bytes <= this.#max);
    this.#parts = [];
    this.#bytes = 0;
    return line;
  }
}

/** Lines in their order, empty ones left out; the last may lack its newline. Pulls a chunk only when the last one is used up. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  const buffer = new LineBuffer(maxBytes);
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      buffer.add(chunk.subarray(from, at));
      from = at + 1;
      const line = buffer.take();
      if (!isEmpty(line)) yield line;
    }
    buffer.add(chunk.subarray(from));
  }
  const last = buffer.take();
  if (!isEmpty(last)) yield last;
}
