import { decimal, fileSize, type Language } from '../../common/format.ts';

/** `82 GB`, `1,5 GB`; below one gigabyte as any file. */
export const diskSize = (bytes: number, language: Language): string => {
  if (bytes < 1_000_000_000) return fileSize(bytes, language);
  const gigabytes = bytes / 1_000_000_000;
  return `${gigabytes < 10 ? decimal(gigabytes, language) : Math.round(gigabytes)} GB`;
};
