/** Why a store refused: `code` in node's words (ENOSPC: full, ENOTDIR and EISDIR: a record where a folder is, or the reverse). */
export class StorageError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.code = code;
  }
}
