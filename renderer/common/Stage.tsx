/** A window drawn for one size (kiosk, display): shown whole and centred on whatever screen it gets. */
import { type ReactNode, useLayoutEffect, useRef } from 'react';

type StageProps = {
  readonly width: number;
  readonly height: number;
  readonly className?: string;
  readonly children: ReactNode;
};

export const Stage = ({ width, height, className = '', children }: StageProps) => {
  const stage = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const fit = () => {
      const scale = Math.min(window.innerWidth / width, window.innerHeight / height);
      const left = (window.innerWidth - width * scale) / 2;
      const top = (window.innerHeight - height * scale) / 2;
      if (stage.current)
        stage.current.style.transform =
          scale === 1 && left === 0 && top === 0 ? '' : `translate(${left}px, ${top}px) scale(${scale})`;
    };
    fit();
    window.addEventListener('resize', fit);
    return () => window.removeEventListener('resize', fit);
  }, [width, height]);
  return (
    <div ref={stage} className={`stage ${className}`}>
      {children}
    </div>
  );
};
