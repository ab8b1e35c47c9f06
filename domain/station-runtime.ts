/**
 * How Node runs the station, wherever it is started from. Measured over a first synchronisation of 40,000 dossiers: 239 MB resident
 * without, 183 with, at no lower rate. A commune's PC has 4 GB for everything.
 */

/**
 * MB of young generation: the default keeps three times 16 for what is dropped at once. How much the rest may grow before it is
 * cleared out, in percent: left to itself it waits until it has doubled or more, and what a synchronisation dropped stays. After so
 * many calls a function is compiled for speed (3,000 else): a desk asks the same few things some hundred times a day, and a look-up
 * over HTTP takes about a sixth less processor time then (docs/decisions/0027).
 */
export const STATION_NODE_FLAGS = [
  '--max-semi-space-size=4',
  '--heap-growing-percent=30',
  '--invocation-count-for-turbofan=800',
] as const;

/**
 * For glibc's allocator; elsewhere nobody reads it. An arena for each of many threads keeps what they left behind. What is larger than
 * so many bytes is mapped by itself and given back when it is freed; left to itself the allocator raises that limit with the first
 * large buffer it sees, and the holes that a synchronisation leaves stay (docs/decisions/0027).
 */
export const STATION_ENVIRONMENT = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '1048576' } as const;
