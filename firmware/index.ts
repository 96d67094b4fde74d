/** The door of the firmware: what a rig may know of a machine’s program. Its pure rooms may be imported by path. */
export { Firmware, type FirmwareOptions, WORKING_CODINGS } from './boot.ts';
export type { JournalEntry } from './journal/journal.ts';
export { journalText } from './journal/journal-text.ts';
export { dhcpChart } from './lan/dhcp-chart.ts';
export { DHCP_PORT, type DhcpMessage, encodeDhcp, readDhcp } from './lan/dhcp-message.ts';
export type { DhcpOptions } from './lan/dhcp-options.ts';
export { hardwareOf } from './models/model.ts';
export { MODEL_NAMES, modelNamed } from './models/models.ts';
export { receiveChart } from './rcv/receive-chart.ts';
export type { Archive, ArchivedReception } from './rcv/receptions.ts';
export { panelChart } from './screens/panel-chart.ts';
export { STAGE_TEXT } from './screens/screens.ts';
export { AddressBook } from './settings/address-book.ts';
export { SMTP_TIMER_KEYS } from './settings/fax-parameters.ts';
export { isSettingKey, type SettingKey, Settings } from './settings/settings.ts';
export { deliveryChart } from './xmt/delivery-chart.ts';
export { jobChart } from './xmt/job-chart.ts';
export { pelsDigest } from './xmt/pels-digest.ts';
