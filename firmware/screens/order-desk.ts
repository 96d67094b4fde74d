import type { OriginalType } from '../../device-model/index.ts';
import type { AddressBook } from '../settings/address-book.ts';
import type { Settings } from '../settings/settings.ts';
import type { Transmitter } from '../xmt/transmitter.ts';
import type { OrderAnswer } from '../xmt/xmt-order.ts';
import type { ChosenDestination, ScanChoice } from './panel-language.ts';
import { readDestinations } from './read-destinations.ts';
import { scanOf } from './scan-choice.ts';

/** Orders that REDIAL remembers, as many as a screen has rows; they are gone with the power (*own design*). */
export const REMEMBERED_ORDERS = 6;

const DENSITIES = [1, 2, 3, 4, 5] as const;

/** The choices of fax parameter 912. */
const ORIGINAL_TYPES = {
  Text: 'text',
  'Text/Photo': 'text-photo',
  Photo: 'photo',
} as const satisfies Record<string, OriginalType>;

/** Turns what was chosen at the panel into an order, and remembers to whom the last ones went. */
export class OrderDesk {
  readonly #parts: {
    readonly settings: Settings;
    readonly addressBook: AddressBook;
    readonly transmitter: Transmitter;
  };
  #last: readonly (readonly ChosenDestination[])[] = [];

  constructor(parts: {
    readonly settings: Settings;
    readonly addressBook: AddressBook;
    readonly transmitter: Transmitter;
  }) {
    this.#parts = parts;
  }

  /** The last first. */
  get lastOrders(): readonly (readonly ChosenDestination[])[] {
    return this.#last;
  }

  /** Why they cannot be sent to, in one line; undefined when they can. */
  faultOf(chosen: readonly ChosenDestination[]): string | undefined {
    const { addressBook, settings } = this.#parts;
    const read = readDestinations(chosen, addressBook, settings.get('mailServer'));
    return read.ok ? undefined : read.hint;
  }

  order(chosen: readonly ChosenDestination[], choice: ScanChoice): OrderAnswer {
    const { addressBook, settings, transmitter } = this.#parts;
    const read = readDestinations(chosen, addressBook, settings.get('mailServer'));
    if (!read.ok) return read;
    const { originalType, resolution, density } = scanOf(choice, settings.values);
    const deferredTo = settings.get('deferredXmt');
    const answer = transmitter.order({
      destinations: read.destinations,
      resolution,
      density: DENSITIES.find((one) => one === density) ?? 3,
      originalType: ORIGINAL_TYPES[originalType],
      priority: settings.get('priorityXmt') === 'On',
      ...(deferredTo === '' ? {} : { deferredTo }),
    });
    if (answer.ok) this.#remember(chosen);
    return answer;
  }

  #remember(chosen: readonly ChosenDestination[]): void {
    const same = JSON.stringify(chosen);
    const others = this.#last.filter((one) => JSON.stringify(one) !== same);
    this.#last = [chosen, ...others].slice(0, REMEMBERED_ORDERS);
  }
}
