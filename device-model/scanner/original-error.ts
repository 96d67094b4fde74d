/** An original that cannot be scanned; the message is one sentence naming the original, what is wrong and what was expected. */
export class OriginalError extends Error {
  readonly label: string;

  constructor(label: string, problem: string, expected: string) {
    super(`${label}: ${problem}; expected ${expected}.`);
    this.name = 'OriginalError';
    this.label = label;
  }
}
