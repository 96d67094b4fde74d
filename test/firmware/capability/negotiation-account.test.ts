import { describe, expect, it } from 'vitest';
import { RESOLUTIONS } from '../../../device-model/page/resolution.ts';
import { canonicalText } from '../../../firmware/capability/conjunctions.ts';
import { readConnegReply } from '../../../firmware/capability/conneg-reply.ts';
import type { Filter } from '../../../firmware/capability/filter.ts';
import { canonicalTexts, intersect } from '../../../firmware/capability/match.ts';
import { negotiate } from '../../../firmware/capability/negotiate.ts';
import {
  ACCOUNT_LIST_LIMIT,
  ACCOUNT_TEXT_LIMIT,
  accountLines,
  negotiationAccount,
} from '../../../firmware/capability/negotiation-account.ts';
import { MANUAL_SAMPLE } from '../../support/manual-sample.ts';
import { readFilter } from './read-filter.ts';

const RECEIVED = MANUAL_SAMPLE.map((line) => line.slice(4));

function sample(): Filter {
  const answer = readConnegReply(RECEIVED, 'tolerant');
  if (answer.kind !== 'capability') throw new Error(answer.kind);
  return answer.filter;
}

function accountOf(theirs: Filter | undefined, received: readonly string[] = RECEIVED) {
  const page = { resolution: RESOLUTIONS['400x400'], paper: 'B4' as const };
  const negotiation = negotiate({ page, ours: ['MH', 'MR', 'MMR'], theirs });
  return negotiationAccount(negotiation, { received, spellings: [], repairs: ['x'], filter: theirs });
}

const oneOf = (texts: readonly string[]): Filter => readFilter(`(|${texts.join('')})`);

describe('the account of a negotiation', () => {
  it('holds ours, theirs, what they have in common, what fell out and the choice', () => {
    const theirs = sample();
    const account = accountOf(theirs);
    expect(account.theirs.received).toEqual(RECEIVED);
    expect(account.theirs.repairs).toEqual(['x']);
    expect(account.choice).toBe('MMR at 400x400 on A4');
    expect(account.accepted[0]).toBe(account.choice);
    expect(account.rejected).toEqual([{ candidate: 'any form on B4', constraint: '(size-x<=1075/127)' }]);
    expect(canonicalTexts(readFilter(account.theirs.expression ?? ''))).toEqual(canonicalTexts(theirs));
    expect(canonicalTexts(oneOf(account.theirs.canonical))).toEqual(canonicalTexts(theirs));
    // What they have in common is of both.
    const common = oneOf(account.intersection);
    const both = intersect(common, theirs).map(canonicalText);
    expect(both.map((text) => text.replace(' (ua-media=stationery)', ''))).toEqual(
      canonicalTexts(common).map((text) => text.replace(' (ua-media=stationery)', '')),
    );
    expect(intersect(common, readFilter(account.ours)).length).toBe(both.length);
  });

  it('is told line by line, the choice and its reason last', () => {
    const lines = accountLines(accountOf(sample()));
    expect(lines[0]).toBe('ours:');
    expect(lines).toContain('theirs as received:');
    expect(lines).toContain(`  ${RECEIVED[11]}`);
    expect(lines).toContain('repaired: x');
    expect(lines).toContain('rejected: any form on B4, their (size-x<=1075/127) excludes it');
    expect(lines.at(-2)).toBe('choice: MMR at 400x400 on A4');
    expect(lines.at(-1)).toContain('is the best form both ends handle');
  });

  it('without a capability says so', () => {
    const account = accountOf(undefined, []);
    expect(account).toMatchObject({ theirs: { expression: null, canonical: [] }, choice: 'MH at 200x200 on A4' });
    expect(accountLines(account).join('\n')).not.toContain('theirs');
  });

  it('names a learned capability as learned', () => {
    const theirs = sample();
    const negotiation = negotiate({
      page: { resolution: RESOLUTIONS['200x200'], paper: 'A4' },
      ours: ['MH'],
      theirs,
    });
    const told = { received: [], spellings: [], repairs: [], filter: theirs, learned: 'by an MDN 3 days ago' };
    const account = negotiationAccount(negotiation, told);
    expect(account.theirs.learned).toBe('by an MDN 3 days ago');
    expect(accountLines(account)).toContain('theirs: learned by an MDN 3 days ago');
  });

  it('is bounded whatever was received', () => {
    const papers = Array.from({ length: 500 }, (_, i) => `(&(a${i}=1)(b${i}=${'x'.repeat(300)}))`).join('');
    const theirs = readFilter(`(|${papers.slice(0, 60_000).replace(/\(&\([^)]*\)\([^)]*$|\(&[^)]*$/, '')})`);
    const account = accountOf(
      theirs,
      Array.from({ length: 1000 }, () => 'x'.repeat(5000)),
    );
    for (const list of [account.theirs.received, account.theirs.canonical, account.intersection]) {
      expect(list.length).toBeLessThanOrEqual(ACCOUNT_LIST_LIMIT + 1);
      for (const text of list) expect(text.length).toBeLessThanOrEqual(ACCOUNT_TEXT_LIMIT + 1);
    }
    expect(account.theirs.expression?.length).toBe(ACCOUNT_TEXT_LIMIT + 1);
  });
});
