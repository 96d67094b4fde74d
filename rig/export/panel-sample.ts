import {
  emptyContext,
  FACTORY_DEFAULTS,
  type PanelContext,
  type ScreenName,
  type ScreenView,
} from '../../firmware/index.ts';

const JUNE = 'june@ifax2.panasonic.example';

const SETTINGS: ScreenView['settings'] = {
  ...FACTORY_DEFAULTS,
  dhcp: 'Disabled',
  ipAddress: '192.168.10.21',
  subnetMask: '255.255.255.0',
  defaultGateway: '192.168.10.1',
  dnsServer1: '10.20.30.53',
  hostName: 'ifax1',
  domainName: 'panasonic.example',
  machineAddress: 'pcc@ifax1.panasonic.example',
};

const EMPTY = emptyContext({
  settings: () => SETTINGS,
  perform: async () => ({ ok: true, told: '' }),
});

const JOB: NonNullable<ScreenView['job']> = {
  fileNumber: 1,
  to: JUNE,
  state: 'running',
  stage: 'sending',
  asks: false,
  pages: 2,
  percentSent: 40,
  redialAt: undefined,
  result: undefined,
  scansOn: undefined,
};

const FULL: NonNullable<ScreenView['job']> = {
  ...JOB,
  state: 'memoryFull',
  stage: 'memoryFull',
  asks: true,
  result: { kind: 'incomplete', infoCode: '870', lcd: 'MEMORY OVERFLOW', remedy: '' },
};

const INCOMPLETE: NonNullable<ScreenView['job']> = {
  ...JOB,
  state: 'incomplete',
  stage: 'incomplete',
  result: { kind: 'incomplete', infoCode: '717', lcd: 'SMTP SESSION INCOMPLETE', remedy: '' },
};

/** A machine with a station, an incomplete file and some history, at the moment at which the page shows a screen. */
const VIEW: ScreenView = {
  panel: EMPTY,
  settings: SETTINGS,
  clock: '2006-01-31 09:05',
  memoryPercentFree: 97,
  sheetsInFeeder: 2,
  originalOnGlass: false,
  station: undefined,
  incompleteFiles: 0,
  condition: undefined,
  job: JOB,
  jobs: [JOB, { ...INCOMPLETE, fileNumber: 2 }],
  running: [1],
  stations: [
    { number: '001', name: 'JUNE', address: JUNE, direct: true },
    { number: '002', name: 'HEAD OFFICE', address: 'fax@office.example', direct: false },
  ],
  lastOrders: [[{ to: '001', via: undefined }], [{ to: 'fax@works.example', via: 'direct' }]],
  journal: [
    {
      date: '2006-01-31',
      time: '09:03:12',
      direction: 'XMT',
      fileNumber: 2,
      station: 'JUNE',
      address: JUNE,
      pages: 1,
      durationMs: 8_000,
      result: '717',
      detail: 'The far end closed the connection before the message was accepted.',
    },
    {
      date: '2006-01-31',
      time: '08:40:55',
      direction: 'RCV',
      fileNumber: 1,
      address: JUNE,
      pages: 3,
      durationMs: 21_000,
      result: 'OK',
    },
  ],
  lan: {
    link: 'up',
    hardwareAddress: '02:00:00:00:00:01',
    address: '192.168.10.21',
    mask: '255.255.255.0',
    gateway: '192.168.10.1',
    nameServers: ['10.20.30.53'],
  },
};

const FILES: PanelContext['files'] = [
  {
    fileNumber: 2,
    direction: 'XMT',
    state: 'incomplete',
    pages: 1,
    resolution: '200x200',
    stations: [{ address: JUNE, name: 'JUNE', nextAttemptAt: undefined }],
    octets: 20_480,
  },
  {
    fileNumber: 3,
    direction: 'RCV',
    state: 'kept',
    pages: 2,
    resolution: '204x196',
    stations: [{ address: JUNE, name: 'JUNE', nextAttemptAt: undefined }],
    octets: 31_744,
  },
];

const ok = (name: string, value: string): PanelContext['checks'][number] => ({
  name,
  value,
  state: 'ok',
  infoCode: undefined,
  sentence: '',
});

const CHECKS: PanelContext['checks'] = [
  ok('22 DHCP', 'Disabled'),
  ok('172 DIRECT IFAX XMT', 'Valid'),
  ok('23 IP ADDRESS', '192.168.10.21'),
  ok('24 SUBNET MASK', '255.255.255.0'),
  {
    name: '25 DEFAULT GATEWAY',
    value: '',
    state: 'missing',
    infoCode: '905',
    sentence: 'No. 25 Default Gateway is not set.',
  },
  ok('26 DNS SERVER 1', '10.20.30.53'),
];

const DRAFT = VIEW.stations[0] ?? EMPTY.draft;

/** What the operator has typed or chosen on the way to a screen. */
const ON_THE_WAY: Partial<Record<ScreenName, Partial<PanelContext>>> = {
  station: { entered: '001' },
  address: { entered: 'fax@works.example' },
  destinations: {
    destinations: [
      { to: '001', via: undefined },
      { to: 'fax@works.example', via: 'direct' },
    ],
  },
  destination: { destinations: [{ to: '001', via: undefined }], item: '0' },
  'address-book': { destinations: [{ to: '001', via: undefined }] },
  'scan-choice': { item: 'resolution' },
  'standby-info-code': { item: '950' },
  'result-info-code': { item: '717' },
  'info-code': { item: '717' },
  'journal-entry': { item: '1' },
  'journal-info-code': { item: '1' },
  'self-test': { checks: CHECKS },
  'file-list': { files: FILES },
  file: { files: FILES, item: '2' },
  'file-delete': { files: FILES, item: '2' },
  'file-edit': { files: FILES, item: '2' },
  'file-destination': { files: FILES, item: '2', entered: 'fax@works.example' },
  'file-time': { files: FILES, item: '2', entered: '1830' },
  'station-number': { entered: '3' },
  'station-edit': { draft: DRAFT },
  'station-name': { draft: DRAFT, entered: 'JUNE' },
  'station-address': { draft: DRAFT, entered: JUNE },
  'station-delete': { draft: DRAFT },
  password: { entered: '0000' },
  'setting-choice': { item: 'dhcp' },
  'setting-digits': { item: 'redialCount', entered: '3' },
  'setting-octets': { item: 'subnetMask', entered: '255.25', hint: 'AN OCTET IS AT MOST 255' },
  'setting-text': { item: 'hostName', entered: 'ifax1' },
  'setting-password': { item: 'keyOperatorPassword', entered: '1234' },
  'date-time': { entered: '200601310905' },
};

/** What is otherwise with the machine on some screens. */
const MACHINE: Partial<Record<ScreenName, Partial<ScreenView>>> = {
  standby: { incompleteFiles: 1, condition: { lcd: 'PAPER IS EMPTY', infoCode: '950' } },
  station: { station: { name: 'JUNE', address: JUNE } },
  question: { job: FULL },
  result: { job: INCOMPLETE },
  'stop-choice': {
    jobs: [JOB, { ...JOB, fileNumber: 3, stage: 'redialWaiting', redialAt: '09:08:00' }],
    running: [1, 3],
  },
};

/** The machine that `docs/panel.md` shows, on this screen. */
export function sampleView(screen: ScreenName): ScreenView {
  return { ...VIEW, ...MACHINE[screen], panel: { ...EMPTY, ...ON_THE_WAY[screen] } };
}
