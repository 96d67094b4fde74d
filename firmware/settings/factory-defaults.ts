import type { TraceWriter } from '../../device-model/index.ts';
import type { Journal } from '../journal/journal.ts';
import type { AddressBook } from './address-book.ts';
import type { LearnedCapabilities } from './learned-capabilities.ts';
import type { Settings } from './settings.ts';

/** How much of the machine's memory goes back to the factory's state. */
export const FACTORY_SCOPES = ['settings', 'everything'] as const;
export type FactoryScope = (typeof FACTORY_SCOPES)[number];

/**
 * Back to the factory's state (*own design*). `settings`: General Settings, the password among them, and fax parameters, and what was
 * learned of far ends. `everything`: address book and journal besides, as before the machine is given away. What somebody else was
 * promised stays in either case: files in memory, received messages, notifications, and which messages came before; so do
 * date and time. Resolves once all of it is durable; after a power cut on the way a part is, each thing whole.
 */
export async function restoreFactory(
  parts: {
    readonly trace: TraceWriter;
    readonly settings: Settings;
    readonly addressBook: AddressBook;
    readonly learned: LearnedCapabilities;
    readonly journal: Journal;
  },
  scope: FactoryScope,
): Promise<void> {
  const { trace, settings, addressBook, learned, journal } = parts;
  trace.write('machine.factory-defaults', { scope });
  if (scope === 'everything') {
    await addressBook.clear();
    await journal.clear();
  }
  await learned.forgetAll();
  // Last: the network goes with them.
  await settings.restoreFactoryDefaults();
}
