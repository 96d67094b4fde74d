/** A machine or the rig will not do what it was asked to; the message is one sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
