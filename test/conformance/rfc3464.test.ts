import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeliveryStatus, returnedMessageId } from '../../firmware/mail/delivery-status.ts';
import { readFaxMessage } from '../../firmware/mail/read-fax-message.ts';

/** The examples' own text, page breaks aside; erratum 2965 mends the first one's header. */
const SIMPLE = [
  'Reporting-MTA: dns; cs.utk.edu',
  '',
  'Original-Recipient: rfc822;louisl@larry.slip.umd.edu',
  'Final-Recipient: rfc822;louisl@larry.slip.umd.edu',
  'Action: failed',
  'Status: 4.0.0',
  'Diagnostic-Code: smtp; 426 connection timed out',
  'Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400',
  '',
];
const SEVERAL = [
  'Reporting-MTA: dns; cs.utk.edu',
  '',
  'Original-Recipient: rfc822;arathib@vnet.ibm.com',
  'Final-Recipient: rfc822;arathib@vnet.ibm.com',
  'Action: failed',
  'Status: 5.0.0 (permanent failure)',
  "Diagnostic-Code: smtp;  550 'arathib@vnet.IBM.COM' is not a",
  ' registered gateway user',
  'Remote-MTA: dns; vnet.ibm.com',
  '',
  'Original-Recipient: rfc822;johnh@hpnjld.njd.hp.com',
  'Final-Recipient: rfc822;johnh@hpnjld.njd.hp.com',
  'Action: delayed',
  'Status: 4.0.0 (hpnjld.njd.jp.com: host name lookup failure)',
  '',
  'Original-Recipient: rfc822;wsnell@sdcc13.ucsd.edu',
  'Final-Recipient: rfc822;wsnell@sdcc13.ucsd.edu',
  'Action: failed',
  'Status: 5.0.0',
  'Diagnostic-Code: smtp; 550 user unknown',
  'Remote-MTA: dns; sdcc13.ucsd.edu',
  '',
];
const FOREIGN = [
  'Reporting-MTA: mailbus; SYS30',
  '',
  'Final-Recipient: unknown; nair_s',
  'Status: 5.0.0 (unknown permanent failure)',
  'Action: failed',
  '',
];

const report = (returned: readonly string[], fields: readonly string[] = SIMPLE, lineEnd = '\r\n'): Uint8Array =>
  Buffer.from(
    [
      'Date: Thu, 7 Jul 1994 17:16:05 -0400',
      'From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>',
      'Message-Id: <199407072116.RAA14128@CS.UTK.EDU>',
      'Subject: Returned mail: Cannot send message for 5 days',
      'To: <owner-info-mime@cs.utk.edu>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status;',
      '       boundary="RAA14128.773615765/CS.UTK.EDU"',
      '',
      '--RAA14128.773615765/CS.UTK.EDU',
      '',
      'Message could not be delivered for 5 days',
      '',
      '--RAA14128.773615765/CS.UTK.EDU',
      'content-type: message/delivery-status',
      '',
      ...fields,
      ...returned,
      '--RAA14128.773615765/CS.UTK.EDU--',
      '',
    ].join(lineEnd),
    'latin1',
  );
const ORIGINAL = [
  'From: pcc@ifax1.panasonic.example',
  'Message-ID:',
  ' <20060116090000000001.AAAAA.pcc@ifax1.panasonic.example>',
  'Subject: IMAGE from Internet FAX',
  '',
];
const part = (type: string, lines: readonly string[]): readonly string[] => [
  '--RAA14128.773615765/CS.UTK.EDU',
  `content-type: ${type}`,
  '',
  ...lines,
];
const MESSAGE_ID = '<20060116090000000001.AAAAA.pcc@ifax1.panasonic.example>';

describe('RFC 3464 Appendix E', () => {
  test('simple DSN', () => {
    const recipients = ['louisl@larry.slip.umd.edu', 'louisl@larry.slip.umd.edu'];
    expect(readDeliveryStatus(SIMPLE.join('\r\n'))).toEqual([{ recipients, action: 'failed', status: '4.0.0' }]);
  });

  test('multi-recipient DSN: each recipient its action; a comment is no part of the status', () => {
    expect(readDeliveryStatus(SEVERAL.join('\n'))).toMatchObject([
      { recipients: ['arathib@vnet.ibm.com', 'arathib@vnet.ibm.com'], action: 'failed', status: '5.0.0' },
      { action: 'delayed', status: '4.0.0' },
      { recipients: ['wsnell@sdcc13.ucsd.edu', 'wsnell@sdcc13.ucsd.edu'], action: 'failed', status: '5.0.0' },
    ]);
  });

  test('DSN from a foreign system: an address of another type is no mailbox of ours', () => {
    expect(readDeliveryStatus(FOREIGN.join('\r\n'))).toEqual([]);
  });
});

describe('RFC 3464 2 and RFC 6522 3: the message that is returned', () => {
  test.each([
    ['whole', 'message/rfc822', '\r\n'],
    ['its header', 'text/rfc822-headers', '\r\n'],
    ['whole, lines ended by LF', 'message/rfc822; charset=us-ascii', '\n'],
  ])('%s', async (_, type, lineEnd) => {
    const read = await readFaxMessage(report(part(type, ORIGINAL), SIMPLE, lineEnd));
    if (!read.ok) throw new Error(read.sentence);
    expect(read.reportType).toBe('delivery-status');
    expect(read.deliveryStatus?.returnedMessageId).toBe(MESSAGE_ID);
    expect(readDeliveryStatus(read.deliveryStatus?.fields ?? '')).toMatchObject([{ action: 'failed' }]);
  });

  test('delayed DSN: nothing is returned, and the report’s own Message-ID is not taken for it', () => {
    expect(returnedMessageId(report([]))).toBeUndefined();
  });

  test('a Message-ID in the returned text is none', () => {
    const text = ['From: a@b.example', '', `Message-ID: ${MESSAGE_ID}`, ''];
    expect(returnedMessageId(report(part('message/rfc822', text)))).toBeUndefined();
  });
});

test('whatever arrives, reading ends with a value', () => {
  const word = fc.constantFrom('\r\n', '\n\n', 'Action: failed', 'Final-Recipient: rfc822;a@b', 'Status: 5.', ':', ' ');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 40 }), (words) => {
      for (const one of readDeliveryStatus(words.join(''))) expect(one.recipients.length).toBeGreaterThan(0);
      returnedMessageId(Buffer.from(words.join(''), 'latin1'));
    }),
  );
});
