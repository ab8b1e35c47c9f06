import { codeParts } from './format.ts';

/** A code in full, its day-and-number part stronger. */
export const DossierCode = ({ code, className = '' }: { readonly code: string; readonly className?: string }) => {
  const [agency, own] = codeParts(code);
  return (
    <span className={`code fig ${className}`}>
      <span className="pre">{agency}</span>
      {own}
    </span>
  );
};
