import type { Decoded, DecodeOptions } from '../decoded.ts';
import { StripeDecoder } from './decode-stripe.ts';
import { type ImageHeader, readImageHeader } from './image-header.ts';
import { JbigRows } from './jbig-rows.ts';
import { StripeReader } from './stripe-reader.ts';

/**
 * Decodes a page coded by ITU-T T.82 as T.85 restricts it, beginning with its header (BIH); the first pel is in bit 7.
 *
 * Height: `options.height` where the page says it; otherwise what the data say, YD or NEWLEN. Where damage leaves NEWLEN
 * unread, or YD is more than the limit, the page has the rows that were coded. A header that T.85 does not allow, and one
 * whose XD is not `options.width`, is damage of all rows.
 *
 * Damage is data: strict stops at it, conceal leaves missing rows white and goes on where there is something to go on with.
 * The arithmetic code carries no check, but a damaged stripe mostly does not take all its octets: then all its rows count
 * as bad, and conceal keeps them as they came out.
 *
 * Work: `steps` is at most one for every octet and, for min(height or YD, `maxRows`, `MAX_PELS` / width) rows, two a row
 * and one a pel, whatever the header says; stripes that the data do not have cost nothing. Throws a RangeError for options
 * out of range only.
 */
export function decodeJbig(octets: Uint8Array, options: DecodeOptions): Decoded {
  const page = new JbigRows(options);
  const reading = readImageHeader(octets);
  const refusal = reading.ok ? widthRefusal(reading.header, page) : reading.sentence;
  if (!reading.ok || refusal !== undefined) {
    page.note(refusal ?? '', 0);
    page.missing(options.height ?? 0);
    return page.finish(0);
  }
  const { header } = reading;
  const reader = new StripeReader(octets, header);
  const decoder = new StripeDecoder(octets, header, page);
  let codedRows = 0;
  let ended = false;
  while (!ended && !page.stopped && page.rows < Math.min(reader.rows, page.limit)) {
    ended = !takeStripe(page, reader, decoder, header);
    codedRows = page.rows;
    if (reader.oddity !== undefined && !page.stopped) page.note(reader.oddity, reader.position);
  }
  if (!page.stopped && !ended) checkEnd(page, reader);
  if (!page.stopped || ended) {
    page.missing(options.height ?? (reader.lengthKnown && reader.rows <= page.limit ? reader.rows : page.rows));
  }
  page.steps = reader.steps + decoder.steps;
  return page.finish(codedRows);
}

function widthRefusal({ width }: ImageHeader, page: JbigRows): string | undefined {
  if (width === page.width) return undefined;
  return `octets 4 to 7 of the JBIG header (XD) say ${width} pels a row, the page has ${page.width}`;
}

/** Decodes the next stripe into the page; false where no other can follow. */
function takeStripe(page: JbigRows, reader: StripeReader, decoder: StripeDecoder, header: ImageHeader): boolean {
  const top = page.rows;
  const stripe = reader.next(top);
  if (typeof stripe === 'string') {
    page.note(stripe, reader.position);
    return false;
  }
  const rows = Math.min(header.stripeRows, reader.rows - top);
  const wanted = Math.min(rows, page.limit - top);
  page.makeRoom(top + wanted);
  const decoded = decoder.decode(stripe, wanted);
  const surplus = stripe.fault === undefined && wanted === rows ? decoder.surplus() : 0;
  if (surplus > 0) {
    page.note(
      `the stripe up to octet ${stripe.to} has more octets than its ${rows} rows take: ${surplus} are left unread`,
      stripe.to - surplus,
    );
    page.takeDoubtful(decoded);
  } else {
    page.rows += decoded;
  }
  if (stripe.fault === undefined) return true;
  page.note(stripe.fault, stripe.to);
  return false;
}

/** Whether the page ends where the data do. */
function checkEnd(page: JbigRows, reader: StripeReader): void {
  if (page.rows >= reader.rows) {
    const left = page.strict ? reader.octetsLeft() : 0;
    if (left > 0) page.note(`${left} octets follow the last stripe at octet ${reader.position}`, reader.position);
    if (page.heightKnown && page.rows < page.limit) {
      page.note(`the data end after ${page.rows} rows, the page has ${page.limit}`, reader.position);
    }
  } else if (page.strict || !page.heightKnown) {
    page.note(`the data have more rows, ${page.limit} are the limit`, reader.position);
  }
}
