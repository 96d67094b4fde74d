import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAcceptedFeatures } from '../../firmware/mail/accepted-features.ts';
import { readFilter } from '../firmware/capability/read-filter.ts';

/** RFC 3297 8.1, the receiver's confirmation of the enhanced message. */
const CONFIRMATION = [
  'Reporting-UA: Toms-pc.cs.example.org; IFAX-FullMode',
  'Original-Recipient: rfc822;Tom-Recipient@example.org',
  'Final-Recipient: rfc822;Tom-Recipient@example.org',
  'Original-Message-ID: <199509200021.12345@example.com>',
  'Disposition: automatic-action/MDN-sent-automatically; processed',
  'Media-Accept-Features:',
  '    (& (type="image/tiff")',
  '       (color=Binary)',
  '       (image-file-structure=TIFF)',
  '       (| (& (dpi=200) (dpi-xyratio=200/100) )',
  '          (& (dpi=200) (dpi-xyratio=1) )',
  '          (& (dpi=400) (dpi-xyratio=1) ) )',
  '       (| (image-coding=[MH,MR,MMR])',
  '          (& (image-coding=JBIG)',
  '             (image-coding-constraint=JBIG-T85)',
  '             (JBIG-stripe-size=128) ) )',
  '       (MRC-mode=0)',
  '       (paper-size=[A4,B4])',
  '       (ua-media=stationery) )',
  '',
];

const MEANT = readFilter(CONFIRMATION.slice(6).join(' '));
const without = (name: string, lines = CONFIRMATION) => lines.filter((line) => !line.startsWith(name));

describe('RFC 3297 8.1', () => {
  it.each(['\r\n', '\n'])('tells recipient, message and features, lines ended by %j', (end) => {
    expect(readAcceptedFeatures(CONFIRMATION.join(end))).toEqual({
      kind: 'capability',
      recipient: 'Tom-Recipient@example.org',
      originalMessageId: '<199509200021.12345@example.com>',
      filter: MEANT,
    });
  });

  it('features told with alternative-preferred are not kept (6.2)', () => {
    const asked = CONFIRMATION.map((line) => line.replace('; processed', ';\r\n deleted/alternative-preferred'));
    expect(readAcceptedFeatures(asked.join('\r\n'))).toMatchObject({
      kind: 'unusable',
      sentence: expect.stringContaining('one transaction'),
    });
  });
});

describe('RFC 2530 3.1', () => {
  it.each([
    ['(& (paper-size=a4) (color=binary) )', '(&(paper-size=a4)(color=binary))'],
    // 3.1.2, as printed: its last parenthesis is missing.
    [
      '(& (| (paper-size=a4) (paper-size=letter) )\r\n  (| (& (color=grey) (dpi=200) (dpi-xyratio=200/100) )\r\n  (& (color=limited) (dpi=200) (dpi-xy=200/100) ) )',
      '(&(|(paper-size=a4)(paper-size=letter))(|(&(color=grey)(dpi=200)(dpi-xyratio=200/100))(&(color=limited)(dpi=200)(dpi-xy=200/100))))',
    ],
  ])('%s', (value, meant) => {
    const text = `final-recipient : RFC822; a@b.example\r\nmedia-ACCEPT-features: ${value}\r\n`;
    expect(readAcceptedFeatures(text)).toMatchObject({
      kind: 'capability',
      recipient: 'a@b.example',
      filter: readFilter(meant),
    });
  });
});

describe('what else may come', () => {
  it('nothing told', () => {
    const text = CONFIRMATION.slice(0, 5).join('\r\n');
    expect(readAcceptedFeatures(text)).toEqual({ kind: 'none' });
    expect(readAcceptedFeatures('')).toEqual({ kind: 'none' });
  });

  it.each([
    ['no recipient', without('Final-Recipient').join('\n'), 'expected Final-Recipient'],
    [
      'another kind of address',
      CONFIRMATION.join('\n').replace('Final-Recipient: rfc822', 'Final-Recipient: x400'),
      'expected Final-Recipient',
    ],
    ['unreadable features', CONFIRMATION.join('\n').replace('(color=Binary)', '(color==)'), 'cannot be read'],
  ])('%s', (_, text, sentence) => {
    expect(readAcceptedFeatures(text)).toMatchObject({ kind: 'unusable', sentence: expect.stringContaining(sentence) });
  });

  it('any text is read or refused', () => {
    const line = fc.oneof(fc.constantFrom(...CONFIRMATION), fc.string());
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(['capability', 'none', 'unusable']).toContain(readAcceptedFeatures(lines.join('\r\n')).kind);
      }),
    );
  });
});
