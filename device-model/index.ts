/** The door of the hardware: what the firmware and the rig build on. Nothing else of it is theirs to know. */
export { Board, type BoardParts, type InstalledFirmware } from './board.ts';
export { BoardClock } from './clock/board-clock.ts';
export { type Alarm, type Clock, type Outcome, pause, perform } from './clock/clock.ts';
export { hostCalendar } from './clock/host-calendar.ts';
export type { RigClock } from './clock/rig-clock.ts';
export { VirtualClock } from './clock/virtual-clock.ts';
export { WallClock } from './clock/wall-clock.ts';
export type { FeederProfile, HardwareProfile, PaperTray } from './hardware-profile.ts';
export type { ImageMemory, Reservation } from './memory/image-memory.ts';
export {
  type Checked,
  checksum,
  NonvolatileMemory,
  type RecordFormat,
  type SetAside,
} from './memory/nonvolatile-memory.ts';
export { HostNetwork } from './network/host-network.ts';
export {
  broadcastAddress,
  isContiguousMask,
  isLoopback,
  isMulticast,
  isReserved,
  isSubnetBoundary,
  isThisNetwork,
  networkAddress,
  parseIpv4,
  prefixLength,
  printIpv4,
  sameSubnet,
} from './network/ipv4.ts';
export {
  type DatagramPort,
  type Endpoint,
  type LanConnection,
  LanError,
  type Listener,
  type NetworkInterface,
} from './network/network-interface.ts';
export { Uplink, type UplinkRedirect } from './network/uplink.ts';
export { type PublishedPort, UplinkedHost } from './network/uplinked-host.ts';
export { VirtualHost } from './network/virtual-host.ts';
export { VirtualLan } from './network/virtual-lan.ts';
export type { DisplayContent, DisplayEntry, SoftKey } from './panel/display-content.ts';
export { DISPLAY_LIMITS } from './panel/display-content.ts';
export {
  LAMPS,
  type Lamp,
  type LampState,
  PANEL_KEYS,
  type PanelInput,
  PanelInputError,
  type PanelKey,
  TYPED_CHARACTERS_LIMIT,
} from './panel/front-panel.ts';
export type { PrintedPage } from './printer/output-tray.ts';
export type { PaperStock } from './printer/paper-trays.ts';
export type { PrintOutcome } from './printer/print-engine.ts';
export { Random } from './random.ts';
export { develop, type OriginalType } from './scanner/develop.ts';
export { FeederError } from './scanner/document-feeder.ts';
export { FeederFault, type FeederFaultKind } from './scanner/feeder-fault.ts';
export {
  expectPelsWithinLimit,
  ORIGINAL_OCTETS_LIMIT,
  type Original,
  openOriginal,
  sheetLabel,
} from './scanner/original.ts';
export { OriginalError } from './scanner/original-error.ts';
export { placeOnGlass } from './scanner/placement.ts';
export type { ScannedPage } from './scanner/scan-engine.ts';
export type { PelGrid, PictureSource, SheetPicture } from './scanner/sheet-picture.ts';
export { type SheetSize, sheetOfExtent, sheetOfScanLines, sheetSize } from './scanner/sheet-size.ts';
export { lockFolder } from './storage/folder-lock.ts';
export { FolderStorage } from './storage/folder-storage.ts';
export { makeFolder } from './storage/make-folder.ts';
export { MemoryStorage } from './storage/memory-storage.ts';
export type { Storage } from './storage/storage.ts';
export { StorageError } from './storage/storage-error.ts';
export { syncFolder, writeDurably } from './storage/write-durably.ts';
export { EventLog } from './trace/event-log.ts';
export type { TraceData, TraceEvent, TraceValue, TraceWriter } from './trace/trace.ts';
