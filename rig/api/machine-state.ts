import type { DisplayContent } from '../../device-model/index.ts';
import type { Condition as StandingCondition } from '../../firmware/index.ts';
import type { Machine } from '../machine.ts';
import type { Condition, Display, JobState, MachineState, OutputTray, PrintedSheet } from './contract.ts';
import { sheetOf } from './desk.ts';

/** Sheets of the output tray that a state tells one by one; the tray holds far more. *Own design.* */
export const TRAY_SHEETS_TOLD = 50;

/** Everything a person sees who stands before the machine; `event` is the newest line of the event log. */
export function machineState(machine: Machine, model: string, event: number): MachineState {
  const { board, firmware } = machine;
  const { feeder, platen, paperTrays, printer, panel, imageMemory, network } = board;
  return {
    event,
    name: machine.name,
    model,
    powered: board.powered,
    ready: machine.ready,
    calendar: board.clock.calendar().toISOString(),
    display: displayOf(panel.display),
    lamps: panel.lamps,
    beeps: panel.beeps,
    feeder: {
      sheets: feeder.sheets.map(sheetOf),
      capacity: feeder.capacitySheets,
      coverOpen: feeder.coverOpen,
      misfed: feeder.misfed,
      stuck: feeder.stuck ?? null,
    },
    glass: platen.original === undefined ? null : sheetOf(platen.original),
    tray: trayOf(machine),
    paper: paperTrays.papers.map((paper) => ({
      paper,
      capacity: paperTrays.capacity(paper),
      sheets: paperTrays.stock(paper) ?? 0,
    })),
    printer: {
      coverOpen: printer.coverOpen,
      jammed: printer.jammed,
      tonerLow: printer.tonerLow,
      pagesWaiting: board.printEngine.pagesWaiting,
    },
    lan: {
      plugged: machine.plugged ?? true,
      link: network.link,
      hardwareAddress: network.hardwareAddress,
      address: network.configuration?.address ?? null,
      mask: network.configuration?.mask ?? null,
      gateway: network.configuration?.gateway ?? null,
    },
    memory: {
      capacityOctets: imageMemory.capacityOctets,
      usedOctets: imageMemory.usedOctets,
      percentFree: imageMemory.percentFree,
    },
    conditions: machine.conditions.map(conditionOf),
    jobs: firmware === undefined ? [] : jobsOf(firmware.transmitter),
  };
}

export function displayOf({ screen, title, lines, softKeys, entry, backlight }: DisplayContent): Display {
  return {
    screen,
    title,
    lines: [...lines],
    softKeys: softKeys.map((key) => ({ ...key })),
    entry: entry === undefined ? null : { ...entry },
    backlight,
  };
}

/** All sheets of the tray, the first printed first. */
export function printedSheets(machine: Machine): PrintedSheet[] {
  return Array.from({ length: machine.board.tray.sheets }, (_, index) => printedSheet(machine, index));
}

function trayOf(machine: Machine): OutputTray {
  const { sheets } = machine.board.tray;
  const told = Math.min(sheets, TRAY_SHEETS_TOLD);
  return { sheets, newest: Array.from({ length: told }, (_, index) => printedSheet(machine, sheets - told + index)) };
}

function printedSheet(machine: Machine, index: number): PrintedSheet {
  const { label, paper, width, height, resolution, printedAt } = machine.board.tray.facts(index);
  return { number: index + 1, label, paper, width, height, xDpi: resolution.xDpi, yDpi: resolution.yDpi, printedAt };
}

function conditionOf({ row, sentence }: StandingCondition): Condition {
  const { code, key, remedy, standing } = row;
  return { infoCode: code, key, sentence, remedy, lamp: { ...standing.lamp } };
}

function jobsOf(transmitter: NonNullable<Machine['firmware']>['transmitter']): JobState[] {
  return transmitter.statuses.map(({ fileNumber, state, stage, pages, failure }) => ({
    fileNumber,
    state,
    stage,
    pages,
    to: transmitter.record(fileNumber)?.destinations.map((one) => one.forwardPath) ?? [],
    infoCode: failure?.infoCode ?? null,
  }));
}
