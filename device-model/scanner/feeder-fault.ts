/** What can go wrong with a sheet between the feeder and the glass. */
export type FeederFaultKind = 'misfeed' | 'jam' | 'too long' | 'cover open';

/** The feeder did not bring a sheet past the glass; the message is one sentence. */
export class FeederFault extends Error {
  override readonly name = 'FeederFault';
  readonly kind: FeederFaultKind;

  constructor(kind: FeederFaultKind, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}
