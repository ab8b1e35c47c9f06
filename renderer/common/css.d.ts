declare module '*.css';

/** Custom properties in style objects. */
declare namespace React {
  interface CSSProperties {
    readonly [name: `--${string}`]: string | number;
  }
}
