/** The door of the firmware: what a rig may know of a machine’s program. Its pure rooms may be imported by path. */
export { Firmware, type FirmwareOptions } from './boot.ts';
export type { JournalEntry } from './journal/journal.ts';
export { journalText } from './journal/journal-text.ts';
export { hardwareOf } from './models/model.ts';
export { MODEL_NAMES, modelNamed } from './models/models.ts';
export type { Archive, ArchivedReception } from './rcv/receptions.ts';
export { STAGE_TEXT } from './screens/screens.ts';
export { AddressBook } from './settings/address-book.ts';
export { isSettingKey, type SettingKey, Settings } from './settings/settings.ts';
export { pelsDigest } from './xmt/pels-digest.ts';
