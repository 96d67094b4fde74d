import { z } from 'zod';
import type { RecordFormat } from '../../device-model/index.ts';
import { PAPER_SIZES, type PaperSize } from '../../device-model/page/paper-size.ts';
import { RESOLUTION_NAMES, type ResolutionName } from '../../device-model/page/resolution.ts';
import { IMAGE_CODINGS, type ImageCoding } from '../capability/image-coding.ts';
import { checkedBy } from '../settings/schema-check.ts';

/** *Own design*: file numbers have three digits (sibling DP-C263); the rest follows what one operator can want. */
export const JOB_LIMITS = { fileNumber: 999, pages: 999, destinations: 200 } as const;

export type DestinationState = 'waiting' | 'transmitting' | 'delivered' | 'incomplete' | 'cancelled';

/** The transfer format last sent, by names, so that it reads back without the rooms that know more. */
export interface RecordedFormat {
  readonly fileStructure: 'TIFF-minimal';
  readonly coding: ImageCoding;
  readonly resolution: ResolutionName;
  readonly paper: PaperSize;
}

export interface DestinationRecord {
  readonly forwardPath: string;
  /** Station number in the address book when it was chosen there. */
  readonly station?: string;
  /** Handed to the mail server (No. 31) instead of called directly. */
  readonly via?: 'mail-server';
  readonly state: DestinationState;
  /** ISO 8601 UTC: the redial deadline counts from here. */
  readonly firstAttemptAt?: string;
  /** Attempts begun. */
  readonly attempts: number;
  /** ISO 8601 UTC by the machine's calendar; only while waiting for redial, or before the first attempt of a deferred job. */
  readonly nextAttemptAt?: string;
  /** Given when the job is made and the same in every attempt, so that the far end can know a repetition. */
  readonly messageId: string;
  readonly transferFormat?: RecordedFormat;
  /** Of the last attempt that failed, or of the cancellation. */
  readonly infoCode?: string;
}

export interface JobRecord {
  readonly version: 2;
  readonly fileNumber: number;
  /** ISO 8601 UTC by the machine's calendar. */
  readonly createdAt: string;
  /** `finished`: every destination is delivered, incomplete or cancelled. */
  readonly state: 'scanning' | 'stored' | 'finished';
  /** Pages in the image memory. */
  readonly pages: number;
  readonly resolution: ResolutionName;
  /** Paper of each page, in order. */
  readonly papers: readonly PaperSize[];
  /** Of each page's octets as stored; empty where a record of version 1 told none. */
  readonly checksums: readonly string[];
  readonly destinations: readonly DestinationRecord[];
  /** Goes before what waits for the line without it. */
  readonly priority?: true;
}

const FORMAT = z.strictObject({
  fileStructure: z.literal('TIFF-minimal'),
  coding: z.enum(IMAGE_CODINGS),
  resolution: z.string().refine(isKnownResolution, 'unknown resolution'),
  paper: z.enum(PAPER_SIZES),
});

const DESTINATION = z.strictObject({
  forwardPath: z.string().min(1),
  station: z.string().exactOptional(),
  via: z.literal('mail-server').exactOptional(),
  firstAttemptAt: z.iso.datetime().exactOptional(),
  state: z.enum(['waiting', 'transmitting', 'delivered', 'incomplete', 'cancelled']),
  attempts: z.int().min(0),
  nextAttemptAt: z.iso.datetime().exactOptional(),
  messageId: z.string().min(1),
  transferFormat: FORMAT.exactOptional(),
  infoCode: z
    .string()
    .regex(/^\d{3}$/)
    .exactOptional(),
});

const JOB = z
  .strictObject({
    version: z.literal(2),
    fileNumber: z.int().min(1).max(JOB_LIMITS.fileNumber),
    createdAt: z.iso.datetime(),
    state: z.enum(['scanning', 'stored', 'finished']),
    pages: z.int().min(0).max(JOB_LIMITS.pages),
    resolution: z.string().refine(isKnownResolution, 'unknown resolution'),
    papers: z.array(z.enum(PAPER_SIZES)),
    checksums: z.array(z.string().regex(/^([0-9a-f]{8})?$/)),
    destinations: z.array(DESTINATION).min(1).max(JOB_LIMITS.destinations),
    priority: z.literal(true).exactOptional(),
  })
  .refine((job) => job.papers.length === job.pages, 'papers and pages disagree')
  .refine((job) => job.checksums.length === job.pages, 'checksums and pages disagree')
  .refine((job) => (job.state === 'finished') === job.destinations.every(isEnded), 'state and destinations disagree');

function isKnownResolution(text: string): text is ResolutionName {
  return RESOLUTION_NAMES.some((name) => name === text);
}

/** How a job record is kept in the non-volatile memory, one record a file number. */
export const JOB_RECORD_FORMAT: RecordFormat<JobRecord> = {
  version: 2,
  check: (value, version) => checkJob(version === 1 ? withoutChecksums(value) : value),
};

const checkJob = checkedBy<JobRecord>(JOB);

/** A record of version 1 tells no checksums of its pages: they are taken as they are. */
function withoutChecksums(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('papers' in value) || !Array.isArray(value.papers)) return value;
  return { ...value, version: 2, checksums: value.papers.map(() => '') };
}

export function jobRecordName(fileNumber: number): string {
  return `jobs/${String(fileNumber).padStart(3, '0')}`;
}

/** Of a record's name; undefined for a foreign one. */
export function fileNumberOf(name: string): number | undefined {
  const found = /^jobs\/(\d{3})$/.exec(name)?.[1];
  return found === undefined || found === '000' ? undefined : Number(found);
}

export interface NewJob {
  readonly fileNumber: number;
  readonly createdAt: Date;
  readonly resolution: ResolutionName;
  readonly destinations: readonly Pick<DestinationRecord, 'forwardPath' | 'station' | 'messageId' | 'via'>[];
  readonly priority?: boolean;
  /** Deferred XMT: the first attempt is not made before. */
  readonly notBefore?: Date | undefined;
}

export function newJobRecord(job: NewJob): JobRecord {
  const { fileNumber, destinations } = job;
  if (!Number.isInteger(fileNumber) || fileNumber < 1 || fileNumber > JOB_LIMITS.fileNumber) {
    throw new RangeError(`${fileNumber} is not a file number from 1 to ${JOB_LIMITS.fileNumber}`);
  }
  if (destinations.length < 1 || destinations.length > JOB_LIMITS.destinations) {
    throw new RangeError(`a job has 1 to ${JOB_LIMITS.destinations} destinations, not ${destinations.length}`);
  }
  return {
    version: 2,
    fileNumber,
    createdAt: job.createdAt.toISOString(),
    state: 'scanning',
    pages: 0,
    resolution: job.resolution,
    papers: [],
    checksums: [],
    destinations: destinations.map((destination) => ({
      ...destination,
      state: 'waiting',
      attempts: 0,
      ...(job.notBefore === undefined ? {} : { nextAttemptAt: job.notBefore.toISOString() }),
    })),
    ...(job.priority === true ? { priority: true } : {}),
  };
}

export function isEnded(destination: { readonly state: DestinationState }): boolean {
  return destination.state !== 'waiting' && destination.state !== 'transmitting';
}

/** Only then may the pages leave the image memory. */
export function everyDestinationDelivered(job: JobRecord): boolean {
  return job.destinations.every((destination) => destination.state === 'delivered');
}
