/** Defaults of react-query for a station one millisecond away: events say what changed, so nothing is asked by the clock. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { failureOf } from './failure.ts';
import { linkState, onLinkState, sessionEnded } from './station-link.ts';

const noticeSessionEnd = (error: unknown): void => {
  if (failureOf(error).code === 'MC-API-02') sessionEnded();
};

/** Only silence of the station is worth asking again; its refusals are answers. */
const retry = (count: number, error: unknown): boolean => count < 3 && failureOf(error).code === undefined;

export const makeQueryClient = (): QueryClient => {
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeSessionEnd }),
    mutationCache: new MutationCache({ onError: noticeSessionEnd }),
    defaultOptions: {
      // The station is on this PC: `navigator.onLine` says nothing about it.
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry,
        retryDelay: 700,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  // Events were missed while the station was away.
  onLinkState(() => {
    if (linkState() === 'ready') client.invalidateQueries();
  });
  return client;
};
