/** A new program starts on an old store, and brings it up to date. */
import { type OfficeAddress, openOffice } from '../office.ts';

export async function work({ address }: { readonly address: OfficeAddress }): Promise<void> {
  await openOffice(address);
}
