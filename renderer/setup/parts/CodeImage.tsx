import { useEffect, useState } from 'react';

type CodeImageProps = { readonly text: string; readonly kind: 'bars' | 'qr'; readonly alt: string };

/** The encoder is large and rarely needed: it is loaded when the first code is shown. */
export const CodeImage = ({ text, kind, alt }: CodeImageProps) => {
  const [source, setSource] = useState('');
  useEffect(() => {
    let shown = true;
    import('./code-picture.ts').then(
      ({ barsImage, qrImage }) => shown && setSource(kind === 'bars' ? barsImage(text) : qrImage(text)),
    );
    return () => {
      shown = false;
    };
  }, [text, kind]);
  return source === '' ? (
    <span className={`code-image ${kind}`} />
  ) : (
    <img className={`code-image ${kind}`} src={source} alt={alt} />
  );
};
