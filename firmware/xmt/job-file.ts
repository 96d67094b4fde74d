import type { NonvolatileMemory } from '../../device-model/index.ts';
import { JOB_RECORD_FORMAT, type JobRecord, jobRecordName } from './job-record.ts';

/** The record of one job in memory and in the non-volatile store; what `update` made is durable when it resolves. */
export class JobFile {
  readonly #memory: NonvolatileMemory;
  #record: JobRecord;

  constructor(memory: NonvolatileMemory, record: JobRecord) {
    this.#memory = memory;
    this.#record = record;
  }

  get record(): JobRecord {
    return this.#record;
  }

  async update(step: (record: JobRecord) => JobRecord): Promise<void> {
    this.#record = step(this.#record);
    await this.#memory.save(jobRecordName(this.#record.fileNumber), JOB_RECORD_FORMAT, this.#record);
  }

  async remove(): Promise<void> {
    await this.#memory.remove(jobRecordName(this.#record.fileNumber));
  }
}
