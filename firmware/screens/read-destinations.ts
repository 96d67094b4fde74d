import type { AddressBook, Station } from '../settings/address-book.ts';
import { parseMailbox } from '../smtp/wire/mailbox.ts';
import type { XmtOrder } from '../xmt/xmt-order.ts';
import type { ChosenDestination, Via } from './panel-language.ts';

export type DestinationsRead =
  | { readonly ok: true; readonly destinations: XmtOrder['destinations'] }
  /** One line for the panel. */
  | { readonly ok: false; readonly hint: string };

const COMMA_OUTSIDE_QUOTES = /,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/**
 * What is typed: addresses and station numbers with commas between them (*own design*). A comma inside a quoted local part
 * belongs to the address. `via` is for the addresses; a station says itself how it is sent to.
 */
export function typedDestinations(text: string, via: Via): readonly ChosenDestination[] {
  return text.split(COMMA_OUTSIDE_QUOTES).map((one) => {
    const entered = one.trim();
    return isStationNumber(entered) ? { to: entered.padStart(3, '0'), via: undefined } : { to: entered, via };
  });
}

export function isStationNumber(text: string): boolean {
  return /^\d{1,3}$/.test(text);
}

/** The chosen destinations as an order has them, or what is wrong with the first that cannot be sent to. */
export function readDestinations(
  chosen: readonly ChosenDestination[],
  book: AddressBook,
  mailServer: string,
): DestinationsRead {
  const destinations: XmtOrder['destinations'][number][] = [];
  for (const { to, via } of chosen) {
    const read = isStationNumber(to)
      ? stationDestination(book.station(to), via, mailServer)
      : addressDestination(to, via, mailServer);
    if (!read.ok) return read;
    destinations.push(...read.destinations);
  }
  if (destinations.length === 0) return { ok: false, hint: 'ENTER A STATION OR ADDRESS FIRST' };
  return { ok: true, destinations };
}

/** A station that is not for Direct XMT goes by the mail server, if there is one. */
function stationDestination(station: Station | undefined, via: Via | undefined, mailServer: string): DestinationsRead {
  if (station === undefined) return { ok: false, hint: 'NO SUCH STATION' };
  const { address: forwardPath, number } = station;
  const byServer = via === 'mail-server' || (via === undefined && !station.direct);
  if (!byServer) return { ok: true, destinations: [{ forwardPath, station: number }] };
  if (mailServer !== '') return { ok: true, destinations: [{ forwardPath, station: number, via: 'mail-server' }] };
  return { ok: false, hint: station.direct ? 'NO SMTP SERVER IS SET' : 'STATION IS NOT FOR DIRECT XMT' };
}

function addressDestination(forwardPath: string, via: Via | undefined, mailServer: string): DestinationsRead {
  if (!parseMailbox(forwardPath).ok) return { ok: false, hint: 'CHECK THE ADDRESS' };
  if (via !== 'mail-server') return { ok: true, destinations: [{ forwardPath }] };
  if (mailServer === '') return { ok: false, hint: 'NO SMTP SERVER IS SET' };
  return { ok: true, destinations: [{ forwardPath, via }] };
}
