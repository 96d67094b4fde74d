import { type FileHandle, open, rm, writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/** The file of `--save-message`: found unwritable before anything is sent, and changed only when there is a message. */
export class MessageFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #written = false;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Throws UsageError, one sentence, when `path` cannot be written. */
  static async open(path: string): Promise<MessageFile> {
    try {
      // Append: an older file stays as it is when nothing is sent.
      return new MessageFile(path, await open(path, 'a'));
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  /** The message takes the place of what the file held; throws UsageError when the disk refuses. */
  async write(message: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await this.#handle.truncate(0);
      await writeFile(this.#handle, message);
      this.#written = true;
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  /** A file that is empty because there was no message goes. */
  async close(): Promise<void> {
    const { size } = await this.#handle.stat();
    await this.#handle.close();
    if (!this.#written && size === 0) await rm(this.#path, { force: true });
  }
}

function unwritable(path: string, error: unknown): UsageError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new UsageError(`--save-message ${path} cannot be written (${code}): expected a file that can be written`);
}
