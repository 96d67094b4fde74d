import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLab } from '../../../rig/lab/lab-description.ts';
import { FAULTS_LIMIT } from '../../../rig/lab/machine-faults.ts';
import { RIG_FILE_OCTETS, readRigFile } from '../../../rig/lab/rig-file.ts';
import { twoMachines } from '../../../rig/lab/two-machines.ts';
import { YAML_LIMITS } from '../../../rig/lab/yaml-builder.ts';
import { YAML_NESTING_LIMIT } from '../../../rig/lab/yaml-value.ts';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

/** `LINE:COLUMN: sentence` of each mistake. */
function told(text: string | Uint8Array): readonly string[] {
  const read = readRigFile(typeof text === 'string' ? octets(text) : text);
  return read.ok ? [] : read.mistakes.map(({ line, column, sentence }) => `${line}:${column}: ${sentence}`);
}

const PLAIN = `# the smallest rig
segments: [office]
machines:
  - name: fax
    model: dp-4530
    segment: office
`;

describe('a rig file', () => {
  test('is a lab description in YAML, comments and anchors and all', () => {
    const read = readRigFile(
      octets(`segments: [office]
machines:
  - { name: fax1, model: dp-4530, segment: office, settings: &lan { dhcp: Disabled, subnetMask: 255.255.255.0 } }
  - name: fax2
    model: &model dp-3510
    segment: office # beside the first
    settings:
      <<: *lan
      dhcp: Enabled
      hostName: fax2
  - { name: fax3, model: *model, segment: office, settings: *lan }
`),
    );
    const lan = { dhcp: 'Disabled', subnetMask: '255.255.255.0' };
    expect(read).toEqual({
      ok: true,
      dated: false,
      lab: checkLab({
        segments: ['office'],
        machines: [
          { name: 'fax1', model: 'dp-4530', segment: 'office', settings: lan },
          {
            name: 'fax2',
            model: 'dp-3510',
            segment: 'office',
            settings: { ...lan, dhcp: 'Enabled', hostName: 'fax2' },
          },
          { name: 'fax3', model: 'dp-3510', segment: 'office', settings: lan },
        ],
      }),
    });
  });

  test('may be JSON, which is YAML', () => {
    const lab = twoMachines();
    const read = readRigFile(octets(JSON.stringify({ ...lab, startsAt: '2026-01-02T03:04:05Z' }, null, 2)));
    expect(read).toEqual({ ok: true, dated: true, lab: checkLab({ ...lab, startsAt: '2026-01-02T03:04:05Z' }) });
  });

  test('its mistakes come all at once, each with line and column, in the order of the file', () => {
    expect(
      told(`seed: [1]
clok: wall
latencyMs: -1
segments: [office, office]
routers:
  - name: fax
    interfaces: [{ segment: attic, address: 10.0.0.1, mask: 255.0.255.0 }]
dnsServers:
  - name: dns
    segment: office
    address: 10.0.0.300
    mask: 255.255.255.0
    zones:
      - domain: office.example
        records:
          - { type: A, name: fax, address: 10.0.0.21, target: fax }
          - { type: AAAA, name: fax }
dhcpServers:
  - { name: dhcp, segment: office, address: 10.0.0.67, mask: 255.255.255.0, pool: { first: 10.0.0.9, last: 10.0.0.8 }, registersIn: dsn }
machines:
  - name: fax
    model: dp-9999
    segment: office
    settings:
      dhcp: Disabled
      dhpc: Disabled
      ipAddress: 10.0.0.67
      redialCount: 16
      keyOperatorPassword: 00001234
      "odd one": 1
    stations:
      - { number: 001, name: JUNE, address: june@ifax2.panasonic.example }
      - { number: "002", name: JUNE, address: june }
      - { number: "002", name: MAY, address: may@ifax2.panasonic.example }
  - segment: office
    publishedPorts: [{ port: 25, host: { address: 127.0.0.1, port: 2525 } }]
`),
    ).toEqual([
      '1:7: seed is a list: expected a text or a number',
      '2:1: the file has the key "clok", which is unknown: expected clock',
      '3:12: latencyMs is -1: expected 0 or more',
      '4:20: the segment office is named twice: expected each once',
      '6:11: the name fax is used twice: expected one of its own for each machine, router and server',
      '7:29: routers fax: segment attic is not among office',
      '7:61: routers fax: 255.0.255.0 is no subnet mask: expected ones followed by zeros such as 255.255.255.0',
      '11:14: dnsServers.0.address is "10.0.0.300": expected an IPv4 address such as 192.168.10.21',
      '16:55: dnsServers.0.zones.0.records.0 has the key "target", which is unknown: expected one of type, name, address',
      '17:21: dnsServers.0.zones.0.records.1.type is "AAAA": expected a record of type A, MX, CNAME or PTR',
      '19:83: dhcpServers dhcp: pool 10.0.0.9 to 10.0.0.8: expected 1 to 10000 addresses',
      '19:133: dhcpServers dhcp: registersIn names no name server of the lab: dsn',
      '22:12: machines.0.model is "dp-9999": expected one of dp-3510, dp-4530, dp-6030',
      '26:7: machines fax: there is no setting "dhpc": expected dhcp',
      '27:18: machines fax: dhcpServers dhcp has the address 10.0.0.67 on segment office already: expected another',
      '28:20: machines fax: 906 Redial Count cannot be "16": expected a whole number of times from 0 to 15',
      '29:28: machines fax: 35 Key Operator Password cannot be that: expected 4 to 8 digits',
      '30:7: machines fax: there is no setting "odd one": expected one of 71 keys such as dhcp, ipAddress, subnetMask',
      '32:19: machines.0.stations.0.number is 1: expected a text, so write it in quotes: "001"',
      '33:9: machines fax: Station 002: The address "june" has no @; expected local-part@domain',
      '34:19: machines fax: the station number 002 is used twice: expected each once',
      '35:5: machines.1.name is missing: expected a text',
      '35:5: machines.1.model is missing: expected one of dp-3510, dp-4530, dp-6030',
      '36:21: machines 1: publishedPorts needs clock wall',
    ]);
  });

  test.each<[string, string, string]>([
    ['nothing at all', '', '1:1: the file is empty: expected keys with values'],
    ['a comment alone', '# nothing\n', '1:1: the file is empty: expected keys with values'],
    ['a list', '- 1\n', '1:1: the file is a list: expected keys with values'],
    ['a key twice', `${PLAIN}segments: [office]\n`, '7:1: the key "segments" is there twice: expected each key once'],
    [
      'no machines',
      'segments: [office]\nmachines: []\n',
      '2:11: machines is an empty list: expected 1 or more entries',
    ],
    ['a second document', `${PLAIN}---\n${PLAIN}`, '7:1: a second document begins: expected one document'],
    ['an alias of nothing', `${PLAIN}seed: *seed\n`, '7:7: the alias *seed has no anchor: expected &seed before it'],
    [
      'an alias of what it stands in',
      `${PLAIN}routers: &all [*all]\n`,
      '7:16: the alias *all stands inside of what it stands for: expected it after that',
    ],
    ['an alias after its anchor was inside', 'segments: &a [*b]\nseed: &b 1\n', '1:15: the alias *b has no anchor'],
    [
      'merging of a text',
      `${PLAIN}    settings:\n      <<: fax\n`,
      '8:7: what << merges is no mapping: expected an alias of one, or a list of such aliases',
    ],
    ['a key that is a list', `${PLAIN}? [a]\n: 1\n`, '7:3: a key is no text: expected a word before the colon'],
    ['a key of the language', `${PLAIN}__proto__: { a: 1 }\n`, '7:1: the key __proto__ cannot be used'],
    ['a number as a text', `${PLAIN}    mailboxes: [001]\n`, 'so write it in quotes: "001"'],
    ['a tag of nobody', `${PLAIN}seed: !!js/function x\n`, '7:7: '],
    ['a tab', `${PLAIN}routers:\n\t- name: r\n`, '8:1: '],
    ['a quote that never ends', `${PLAIN}seed: "abc\n`, 'expected YAML 1.2'],
  ])('%s is told with its place', (_, text, sentence) => {
    expect(told(text).join('\n')).toContain(sentence);
  });

  test('octets that are no UTF-8 are told where they begin', () => {
    expect(told(Uint8Array.from([...octets('seed: 1\nsegments: '), 0xff, 0xfe]))).toEqual([
      '2:11: the octets here are no UTF-8: expected a text in UTF-8',
    ]);
    expect(told(octets(`${PLAIN}seed: "\u{FFFD}"\n`))).toEqual([]);
    expect(told(octets(`\u{FEFF}${PLAIN}`))).toEqual([]);
  });

  test('lines end as YAML has it', () => {
    expect(told(`${PLAIN}colour: blue\n`.replaceAll('\n', '\r\n'))).toEqual([
      expect.stringMatching(/^7:1: the file has the key "colour", which is unknown: expected /),
    ]);
  });

  test('no secret is told, whatever is wrong with it', () => {
    const text = `${PLAIN}    settings:\n      keyOperatorPassword: 4711abc\n`;
    expect(told(text)).toEqual([expect.stringContaining('expected')]);
    expect(told(text).join()).not.toContain('4711');
  });

  test('a program may describe what a file may not: two machines that fight for an address', () => {
    const settings = { dhcp: 'Disabled', ipAddress: '10.0.0.21' };
    const machines = ['fax1', 'fax2'].map((name) => ({ name, model: 'dp-4530', segment: 'office', settings }));
    const lab = { segments: ['office'], machines };
    expect(checkLab(lab).machines).toHaveLength(2);
    expect(told(JSON.stringify(lab))).toEqual([
      expect.stringMatching(
        /^1:\d+: machines fax2: machines fax1 has the address 10\.0\.0\.21 on segment office already/,
      ),
    ]);
  });
});

describe('its limits', () => {
  test('octets', () => {
    expect(told(new Uint8Array(RIG_FILE_OCTETS + 1))).toEqual([
      `1:1: the file has ${RIG_FILE_OCTETS + 1} octets: expected at most ${RIG_FILE_OCTETS}`,
    ]);
  });

  test.each(['[', '{a: ', '- ', '? '])('nesting of %j, as far as octets go', (opening) => {
    for (const levels of [YAML_NESTING_LIMIT + 1, 20_000]) {
      expect(told(opening.repeat(levels)).join()).toMatch(/lie deeper than 32|expected YAML 1\.2/);
    }
  });

  test('what aliases multiply', () => {
    const laughs = ['a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]'];
    for (let level = 1; level < 9; level += 1) {
      laughs.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(told(laughs.join('\n')).join('\n')).toContain(
      `with what aliases stand for, more than ${YAML_LIMITS.values} values: expected at most as many`,
    );
  });

  test('aliases', () => {
    const many = `${PLAIN}    mailboxes: [&a x${', *a'.repeat(YAML_LIMITS.aliases + 1)}]\n`;
    expect(told(many).join('\n')).toContain(`more than ${YAML_LIMITS.aliases} aliases: expected at most as many`);
  });

  test('mistakes told', () => {
    const many = `${PLAIN}    settings: {${Array.from({ length: 20_000 }, (_, key) => `k${key}: 1`).join(', ')}}\n`;
    expect(told(many)).toHaveLength(FAULTS_LIMIT + 1);
    expect(told(many).at(-1)).toContain(`there is more: expected at most ${FAULTS_LIMIT} mistakes`);
  });
});

describe('any octets are a rig or mistakes, never a throw', () => {
  const sane = (read: ReturnType<typeof readRigFile>): void => {
    if (read.ok) return;
    expect(read.mistakes.length).toBeGreaterThan(0);
    for (const { line, column, sentence } of read.mistakes) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(sentence).toMatch(/expected|needs|is not|names no/);
      expect(sentence).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }
  };

  test('octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => sane(readRigFile(any))));
  });

  test('what YAML is made of', () => {
    const pieces = [
      '- ',
      '\n',
      '  ',
      ': ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '&a ',
      '*a',
      '<<: ',
      '? ',
      '"',
      "'",
      '|\n',
      '>-\n',
      '#',
      '!!',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '\t',
      'name',
      'segments',
      'machines',
      'settings',
      'dhcp',
      '001',
      '~',
      'true',
      '.inf',
      '0x1f',
      '\0',
      '\u2028',
      '__proto__',
      'constructor',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (some) =>
        sane(readRigFile(octets(some.join('')))),
      ),
      { numRuns: 3_000 },
    );
  });

  test('a right file with any part of it replaced', () => {
    const right = JSON.stringify(twoMachines());
    fc.assert(
      fc.property(fc.nat(right.length), fc.nat(40), fc.oneof(fc.string(), fc.json()), (at, length, instead) =>
        sane(readRigFile(octets(right.slice(0, at) + instead + right.slice(at + length)))),
      ),
      { numRuns: 500 },
    );
  });

  test('any value in the place of any part', () => {
    const spoilt = fc.record(
      {
        seed: fc.anything(),
        clock: fc.constantFrom('wall', 'virtual', 'sun'),
        segments: fc.oneof(fc.jsonValue(), fc.constant(['office'])),
        routers: fc.jsonValue(),
        dnsServers: fc.array(fc.record({ name: fc.jsonValue(), zones: fc.array(fc.jsonValue()) })),
        dhcpServers: fc.array(fc.record({ pool: fc.jsonValue(), address: fc.jsonValue() })),
        machines: fc.array(
          fc.record({
            name: fc.jsonValue(),
            settings: fc.dictionary(fc.string(), fc.jsonValue()),
            stations: fc.jsonValue(),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(spoilt, (value) => {
        const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));
        sane(readRigFile(octets(text)));
      }),
    );
  });
});
