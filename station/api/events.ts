import { everyone } from './trpc.ts';

/** What happens, as it happens; each role gets only its own kinds (station/events.ts). After a reconnect, ask afresh. */
export const events = everyone.subscription(async function* ({ ctx, signal }) {
  yield* ctx.station.bus.stream(ctx.role, signal ?? new AbortController().signal);
});
