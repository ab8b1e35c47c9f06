/** Bytes into lines, with a cap: a line that never ends must not fill the memory. */
import { isUtf8 } from 'node:buffer';

export interface Line {
  /** As far as it is text: undecodable bytes are U+FFFD, and of a line that is too long only both ends are here. */
  readonly text: string;
  /** False: longer than the cap. */
  readonly whole: boolean;
  /** False: its bytes are not UTF-8. */
  readonly utf8: boolean;
  /** False: the bytes ended without a newline behind it. */
  readonly ended: boolean;
}

/** Bytes kept of each end of a line that is too long: enough for its cursor, and for a person to see what it was. */
const KEPT_OF_LONG = 1_000;
const NEWLINE = 0x0a;

const isEmpty = ({ text, whole }: Line): boolean => whole && text.trim() === '';

const lineOf = (bytes: Buffer, ended: boolean): Line => ({
  text: bytes.toString('utf8'),
  whole: true,
  utf8: isUtf8(bytes),
  ended,
});

/** Collects one line; past the cap it keeps only the two ends. */
class LineBuffer {
  readonly #max: number;
  #parts: Uint8Array[] = [];
  #tail: Uint8Array = new Uint8Array(0);
  #bytes = 0;

  constructor(max: number) {
    this.#max = max;
  }

  isEmpty(): boolean {
    return this.#bytes === 0;
  }

  add(part: Uint8Array): void {
    const fitted = this.#bytes <= this.#max;
    this.#bytes += part.byteLength;
    if (this.#bytes <= this.#max) this.#parts.push(part);
    else if (fitted) this.#cut(Buffer.concat([...this.#parts, part]));
    else this.#tail = Buffer.concat([this.#tail, part]).subarray(-KEPT_OF_LONG);
  }

  #cut(bytes: Buffer): void {
    // Copies: a view would hold the whole line in memory.
    this.#parts = [Buffer.from(bytes.subarray(0, KEPT_OF_LONG))];
    this.#tail = Buffer.from(bytes.subarray(KEPT_OF_LONG).subarray(-KEPT_OF_LONG));
  }

  take(ended: boolean): Line {
    const whole = this.#bytes <= this.#max;
    const bytes = Buffer.concat(whole ? this.#parts : [...this.#parts, this.#tail]);
    this.#parts = [];
    this.#tail = new Uint8Array(0);
    this.#bytes = 0;
    // Cutting a long line may have cut a letter: that alone is no fault of it.
    return whole ? lineOf(bytes, ended) : { text: bytes.toString('utf8'), whole, utf8: true, ended };
  }
}

/** The lines that end in one chunk; most stand in it whole and are read where they stand. */
function* linesIn(chunk: Uint8Array, buffer: LineBuffer, maxBytes: number): Generator<Line> {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  let from = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
    const part = bytes.subarray(from, at);
    from = at + 1;
    if (buffer.isEmpty() && part.length <= maxBytes) yield lineOf(part, true);
    else {
      buffer.add(part);
      yield buffer.take(true);
    }
  }
  buffer.add(bytes.subarray(from));
}

function* notEmpty(lines: Iterable<Line>): Generator<Line> {
  for (const line of lines) if (!isEmpty(line)) yield line;
}

/**
 * Lines in their order, empty ones left out; the last may lack its newline. Each batch is what ends in one chunk, to be
 * read through before the next is asked for: waiting once a chunk instead of once a line is most of what reading costs.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Iterable<Line>, void, undefined> {
  const buffer = new LineBuffer(maxBytes);
  for await (const chunk of chunks) yield notEmpty(linesIn(chunk, buffer, maxBytes));
  yield notEmpty([buffer.take(false)]);
}
