/** Whose fault it is, as far as the originator's machine can tell. */
export type InfoSide = 'originator' | 'network' | 'recipient';

/** What the machine was doing. */
export type InfoPhase =
  | 'preflight'
  | 'scanning'
  | 'storing'
  | 'configuring'
  | 'resolving'
  | 'connecting'
  | 'session'
  | 'originating'
  | 'addressing'
  | 'negotiating'
  | 'sending'
  | 'confirming'
  | 'receiving'
  | 'printing'
  | 'power'
  | 'any';

/**
 * `unsourced recollection`: a number remembered from Panasonic manuals of which no page was seen, used where the meaning
 * matches; not to be cited. `own design`: ours, in the block 901 to 999. All texts are *own design*.
 */
export type InfoSource = 'unsourced recollection' | 'own design';

/** How a condition that lasts shows while it stands; all *own design*. */
export interface StandingCondition {
  /** `alarm` on: the machine waits for somebody; flashing: it goes on, somebody should come. */
  readonly lamp: { readonly name: 'alarm' | 'onLine'; readonly state: 'on' | 'flashing' };
  /** What a caller's message is answered when the condition bars its reception (RFC 5321 4.2.3: both are transient). */
  readonly reply?: { readonly code: 450 | 452; readonly text: string };
}

/** One way to fail. */
export interface InfoCode {
  /** Three digits, never reused for anything else. */
  readonly code: string;
  /** The name by which code refers to the row; as stable as the number. */
  readonly key: string;
  readonly side: InfoSide;
  readonly phase: InfoPhase;
  /** One or two lines of at most 40 characters. */
  readonly lcd: readonly [string] | readonly [string, string];
  readonly sentence: string;
  /** What the operator or the administrator can do. */
  readonly remedy: string;
  /** Whether redial may help. */
  readonly retryable: boolean;
  readonly source: InfoSource;
  /** Present where the row is also a condition that stands until it is mended, not only the end of a communication. */
  readonly standing?: StandingCondition;
}
