/** Fails to compile when a switch over a union misses a member; throws should one arrive at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
