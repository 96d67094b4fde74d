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
    await this.#save();
  }

  /**
   * `update` for what has happened, whether the store takes it or not: the job goes on by the record in memory. Resolves
   * with one sentence when the store refuses.
   */
  async keep(step: (record: JobRecord) => JobRecord): Promise<string | undefined> {
    this.#record = step(this.#record);
    try {
      await this.#save();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async remove(): Promise<void> {
    await this.#memory.remove(jobRecordName(this.#record.fileNumber));
  }

  async #save(): Promise<void> {
    await this.#memory.save(jobRecordName(this.#record.fileNumber), JOB_RECORD_FORMAT, this.#record);
  }
}
