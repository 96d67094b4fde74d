/** Why an attempt or a job failed, as the journal tells it: a row of the info-code table and what was seen. */
export interface Failure {
  /** Three digits, a row of the info-code table. */
  readonly infoCode: string;
  /** One sentence with what was seen: phase, reply, address. */
  readonly sentence: string;
  /** Whether redial may help. */
  readonly retryable: boolean;
}
