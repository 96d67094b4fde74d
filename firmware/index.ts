/** The door of the firmware: what a rig may know of a machine’s program. Its pure rooms may be imported by path. */
export { Firmware, type FirmwareOptions } from './boot.ts';
export type { Condition } from './conditions/conditions.ts';
export type { FileAnswer, FileEdit, FileRow } from './files/file-row.ts';
export type { InfoCode } from './journal/info-code.ts';
export { infoRow } from './journal/info-codes.ts';
export type { JournalEntry } from './journal/journal.ts';
export { journalText } from './journal/journal-text.ts';
export { dhcpChart } from './lan/dhcp-chart.ts';
export { DHCP_PORT, type DhcpMessage, encodeDhcp, readDhcp } from './lan/dhcp-message.ts';
export type { DhcpOptions } from './lan/dhcp-options.ts';
export type { FaxMessage } from './mail/fax-message.ts';
export { WORKING_CODINGS } from './models/advertised-capability.ts';
export { hardwareOf } from './models/model.ts';
export { MODEL_NAMES, modelNamed } from './models/models.ts';
export { adoptPlainSpool } from './rcv/adopt-plain-spool.ts';
export type { Archive, ArchivedReception } from './rcv/archive.ts';
export { receiveChart } from './rcv/receive-chart.ts';
export { panelChart } from './screens/panel-chart.ts';
export type { PanelContext } from './screens/panel-language.ts';
export { emptyContext } from './screens/panel-setup.ts';
export type { JobView, ScreenView } from './screens/screen-view.ts';
export { drawn, SCREEN_NAMES, type ScreenName } from './screens/screens.ts';
export { STAGE_TEXT } from './screens/stage-text.ts';
export { AddressBook, checkStation } from './settings/address-book.ts';
export { addressBookJson, readAddressBookJson } from './settings/address-book-json.ts';
export { FACTORY_SCOPES, type FactoryScope } from './settings/factory-defaults.ts';
export { FAX_PARAMETERS, SMTP_TIMER_KEYS } from './settings/fax-parameters.ts';
export { GENERAL_SETTINGS } from './settings/general-settings.ts';
export { maskedValue, type Parameter } from './settings/parameter.ts';
export { RECEPTION_SETTINGS } from './settings/reception-settings.ts';
export {
  FACTORY_DEFAULTS,
  isSettingKey,
  parameterOf,
  SETTING_KEYS,
  type SettingKey,
  Settings,
} from './settings/settings.ts';
export { isTimeOfDay } from './settings/time-of-day.ts';
export { deliveryChart } from './xmt/delivery-chart.ts';
export { jobChart } from './xmt/job-chart.ts';
export { pelsDigest } from './xmt/pels-digest.ts';
export type { OrderAnswer, XmtOrder } from './xmt/xmt-order.ts';
