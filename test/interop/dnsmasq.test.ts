import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../device-model/random.ts';
import { type Lookup, Resolver } from '../../firmware/lan/resolver.ts';
import { HOST_LAB_MACHINE, hostLab } from '../../rig/lab/host-lab.ts';
import { Rig } from '../../rig/rig.ts';
import { freePort } from '../support/free-port.ts';
import { HOST_LAB_OPTIONS } from '../support/host-machine.ts';
import { type HostNameServer, hostNameServer } from '../support/host-name-server.ts';
import { type PrivateDnsmasq, privateDnsmasq } from '../support/private-dnsmasq.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';

const missing = missingPackages({ 'dnsmasq-base': ['dnsmasq'] });
testPrograms(missing);

const SERVER = '127.0.0.1';
/** Nobody answers there: what is sent to it is lost. */
const SILENT = '127.0.0.98';
const MANY = Array.from({ length: 40 }, (_, index) => `10.0.0.${index + 1}`);

/** The machine's resolver asks dnsmasq over the uplink, as `dpsim send --dns` does. */
describe.skipIf(missing.length > 0)('dnsmasq', () => {
  let dnsmasq: PrivateDnsmasq;
  let broken: HostNameServer;
  let rig: Rig;
  beforeAll(async () => {
    const port = await freePort();
    broken = await hostNameServer({ 'mfp.broken.example': 'servfail', 'mfp.mute.example': 'silent' });
    dnsmasq = await privateDnsmasq([
      `--port=${port}`,
      `--listen-address=${SERVER}`,
      '--local=/office.example/',
      '--host-record=mfp.office.example,192.168.10.21',
      '--host-record=mail.office.example,192.168.10.25',
      '--cname=fax.office.example,mfp.office.example',
      '--mx-host=office.example,mail.office.example,10',
      '--mx-host=office.example,backup.office.example,20',
      '--ptr-record=21.10.168.192.in-addr.arpa,mfp.office.example',
      ...MANY.map((address) => `--host-record=many.office.example,${address}`),
      `--server=/broken.example/127.0.0.1#${broken.port}`,
      `--server=/mute.example/127.0.0.1#${broken.port}`,
      '--log-queries',
    ]);
    rig = await Rig.create(hostLab({ ...HOST_LAB_OPTIONS, dnsServers: [{ address: SERVER, port }] }));
    await rig.powerOn();
  });
  afterAll(async () => {
    rig?.close();
    broken?.close();
    await dnsmasq?.close();
  });

  async function ask<T>(
    question: (resolver: Resolver) => Promise<Lookup<T>>,
    servers: readonly string[] = [SERVER],
  ): Promise<Lookup<T>> {
    const { network } = rig.machine(HOST_LAB_MACHINE).board;
    const resolver = new Resolver({
      clock: rig.clock,
      network,
      servers,
      random: new Random('dnsmasq'),
      timing: { timeoutMs: 1_000 },
    });
    let lookup: Lookup<T> | undefined;
    await rig.clock.enter(() => {
      void question(resolver).then((found) => {
        lookup = found;
      });
    });
    await rig.until(() => lookup !== undefined, 'the lookup ends');
    if (lookup === undefined) throw new Error('no outcome');
    return lookup;
  }

  test('A, and through an alias', async () => {
    for (const name of ['mfp.office.example', 'FAX.office.example.']) {
      expect(await ask((resolver) => resolver.addresses(name))).toMatchObject({ ok: true, value: ['192.168.10.21'] });
    }
  });

  test('MX', async () => {
    const found = await ask((resolver) => resolver.mailExchanges('office.example'));
    const value = found.ok ? [...found.value].sort((a, b) => a.preference - b.preference) : [];
    expect(value).toEqual([
      { preference: 10, exchange: 'mail.office.example' },
      { preference: 20, exchange: 'backup.office.example' },
    ]);
  });

  test('PTR', async () => {
    const found = await ask((resolver) => resolver.pointer('192.168.10.21'));
    expect(found).toMatchObject({ value: ['mfp.office.example'] });
  });

  test('an answer of 40 addresses does not fit a datagram: it comes by TCP, whole', async () => {
    const found = await ask((resolver) => resolver.addresses('many.office.example'));
    const value = found.ok ? [...found.value] : [];
    expect(value.toSorted()).toEqual(MANY.toSorted());
  });

  test.each([
    ['a name that is not there', 'ghost.office.example', 'nxdomain'],
    ['a name of nobody, without anybody to ask', 'mfp.elsewhere.example', 'refused'],
    ['a server behind it that fails', 'mfp.broken.example', 'servfail'],
    ['a server behind it that is silent', 'mfp.mute.example', 'timed-out'],
  ])('%s', async (_, name, reason) => {
    expect(await ask((resolver) => resolver.addresses(name))).toMatchObject({ ok: false, reason });
  });

  test('a name without a mail exchange', async () => {
    const found = await ask((resolver) => resolver.mailExchanges('mfp.office.example'));
    expect(found).toMatchObject({ ok: false, reason: 'nodata' });
  });

  test('as the second server, when the first is silent', async () => {
    const found = await ask((resolver) => resolver.addresses('mfp.office.example'), [SILENT, SERVER]);
    expect(found).toMatchObject({ ok: true, value: ['192.168.10.21'], server: SERVER });
  });
});
