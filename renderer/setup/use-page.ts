/** Which page is shown stands in the address, so that a reload or a link keeps it. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Page } from './setup-state.ts';

const PAGES: readonly Page[] = ['devices', 'pairing', 'lists', 'bench'];
const pageOfHash = (): Page => PAGES.find((page) => window.location.hash === `#${page}`) ?? 'devices';

const onHash = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

export const usePage = (): readonly [Page, (page: Page) => void] => {
  const page = useSyncExternalStore(onHash, pageOfHash);
  const go = useCallback((next: Page) => window.location.replace(`#${next}`), []);
  return [page, go];
};
