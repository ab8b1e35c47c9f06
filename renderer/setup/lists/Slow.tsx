import { useEffect, useState } from 'react';

/** Quicker than this needs no word; a bar that only flashes says nothing. */
const SLOW_MS = 1_000;

/** That something goes on, and how long it may take: once it has taken a second. */
export const Slow = ({ label, more }: { readonly label: string; readonly more: string }) => {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isSlow) return null;
  return (
    <>
      <p>{more}</p>
      <progress className="going-on" aria-label={label} />
    </>
  );
};
