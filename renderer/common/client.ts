/** The window's only way to the station: same origin, the session is a cookie, types come from the router itself. */
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { AppRouter } from '../../station/api/router.ts';

/** Each window has its own API path beside its page (`/counter/trpc`), which is how the station keeps roles apart. */
const url = new URL('trpc', document.baseURI).pathname;

export const station = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: httpBatchLink({ url }),
    }),
  ],
});
