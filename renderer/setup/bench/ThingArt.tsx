import { Keyboard } from 'lucide-react';
import { assertNever } from '../../../domain/assert-never.ts';
import { CodeImage } from '../parts/CodeImage.tsx';
import { I } from '../parts/I.tsx';
import type { ThingKey } from './things.ts';

const LINES = [26, 34, 42, 50, 58];

/** What a thing looks like, with the real code that is on it. */
export const ThingArt = ({ kind, text }: { readonly kind: ThingKey | 'free'; readonly text: string }) => {
  switch (kind) {
    case 'free':
      return (
        <span className="art keys">
          <I of={Keyboard} />
        </span>
      );
    case 'card':
      return (
        <span className="art">
          <span className="card">
            <svg viewBox="0 0 84 64" aria-hidden="true">
              <path className="head" d="M8 6h38v3H8z" />
              <circle className="face" cx="20" cy="33" r="7" />
              <path className="face" d="M8 54c2-9 7-12 12-12s10 3 12 12z" />
              {LINES.slice(0, 4).map((y) => (
                <path key={y} className="text" d={`M36 ${y - 2}h${y % 4 === 0 ? 12 : 18}v3H36z`} />
              ))}
            </svg>
            {text !== '' && <CodeImage kind="qr" text={text} alt="" />}
          </span>
        </span>
      );
    case 'receipt':
      return (
        <span className="art">
          <span className="sheet-art">
            {text !== '' && <CodeImage kind="qr" text={text} alt="" />}
            <svg viewBox="0 0 64 64" aria-hidden="true">
              <path className="head" d="M4 8h36v3H4z" />
              {LINES.map((y) => (
                <path key={y} className="text" d={`M4 ${y - 6}h${y % 4 === 0 ? 40 : 56}v3H4z`} />
              ))}
            </svg>
          </span>
        </span>
      );
    case 'ticket':
    case 'foreign':
    case 'layout':
      return (
        <span className="art">
          <span className={kind === 'ticket' ? 'strip-art torn' : 'strip-art'}>
            {text !== '' && <CodeImage kind="bars" text={text} alt="" />}
            <small className="fig">{text}</small>
          </span>
        </span>
      );
    default:
      return assertNever(kind);
  }
};
