import { fileSize } from '../../common/format.ts';

/** `82 GB`, `1,5 GB`; below one gigabyte as any file. */
export const diskSize = (bytes: number, decimalComma: boolean): string => {
  if (bytes < 1_000_000_000) return fileSize(bytes);
  const gigabytes = (bytes / 1_000_000_000).toFixed(bytes < 10_000_000_000 ? 1 : 0);
  return `${decimalComma ? gigabytes.replace('.', ',') : gigabytes} GB`;
};
