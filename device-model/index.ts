/** The door of the hardware: what the network module's firmware and the rig build on. */
export { Board, type BoardParts, type InstalledFirmware } from './board.ts';
export { BoardClock } from './clock/board-clock.ts';
export { type Alarm, type Clock, type Outcome, pause, perform } from './clock/clock.ts';
export type { RigClock } from './clock/rig-clock.ts';
export { VirtualClock } from './clock/virtual-clock.ts';
export { WallClock } from './clock/wall-clock.ts';
export type { HardwareProfile } from './hardware-profile.ts';
