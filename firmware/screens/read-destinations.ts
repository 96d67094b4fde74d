import type { AddressBook, Station } from '../settings/address-book.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { XmtOrder } from '../xmt/xmt-order.ts';

export type DestinationsRead =
  | { readonly ok: true; readonly destinations: XmtOrder['destinations'] }
  /** One line for the panel. */
  | { readonly ok: false; readonly hint: string };

const COMMA_OUTSIDE_QUOTES = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** A station that is not for Direct XMT goes by the mail server, if there is one. */
export function stationDestination(station: Station | undefined, mailServer: string): DestinationsRead {
  if (station === undefined) return { ok: false, hint: 'NO SUCH STATION' };
  const { address: forwardPath, number } = station;
  if (station.direct) return { ok: true, destinations: [{ forwardPath, station: number }] };
  if (mailServer === '') return { ok: false, hint: 'STATION IS NOT FOR DIRECT XMT' };
  return { ok: true, destinations: [{ forwardPath, station: number, via: 'mail-server' }] };
}

/**
 * What is typed: addresses and station numbers with commas between them (*own design*). A comma inside a quoted local part
 * belongs to the address.
 */
export function typedDestinations(text: string, book: AddressBook, mailServer: string): DestinationsRead {
  const destinations: XmtOrder['destinations'][number][] = [];
  for (const one of text.split(COMMA_OUTSIDE_QUOTES)) {
    const entered = one.trim();
    const read: DestinationsRead = /^\d{1,3}$/.test(entered)
      ? stationDestination(book.station(entered.padStart(3, '0')), mailServer)
      : parseMailbox(entered).ok
        ? { ok: true, destinations: [{ forwardPath: entered }] }
        : { ok: false, hint: 'CHECK THE ADDRESS' };
    if (!read.ok) return read;
    destinations.push(...read.destinations);
  }
  return { ok: true, destinations };
}
