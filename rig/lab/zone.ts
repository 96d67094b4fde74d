/**
 * What the lab's name server knows: zones as plain data. Names are written as in a zone file (RFC 1035, 5.1), with one
 * convenience: the dot after a full name may be left out.
 */
export type ZoneRecord =
  | { readonly type: 'A'; readonly name: string; readonly address: string }
  | { readonly type: 'MX'; readonly name: string; readonly preference: number; readonly exchange: string }
  | { readonly type: 'CNAME' | 'PTR'; readonly name: string; readonly target: string };

export interface Zone {
  readonly domain: string;
  /**
   * `name`: `@` is the domain itself; a name that ends in the domain is full; any other is completed with it.
   * `exchange` and `target`: a name with a dot in it is full, `.` is the null MX; any other is completed with the domain.
   */
  readonly records: readonly ZoneRecord[];
}

export type ZoneAnswer =
  /** None of the zones holds the name. */
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'no-such-name'; readonly records: readonly ZoneRecord[] }
  /** `records` may be empty: the name exists without this type. Aliases come before what they lead to. */
  | { readonly kind: 'answer'; readonly records: readonly ZoneRecord[] };

/** Aliases followed inside the own zones; a chain in a circle is answered as far as this. */
const ALIAS_LIMIT = 8;

/** All zones of one server with every name full, in lower case and without its last dot. */
export class ZoneData {
  readonly #domains: readonly string[];
  readonly #records = new Map<string, ZoneRecord[]>();

  constructor(zones: readonly Zone[]) {
    this.#domains = zones.map(({ domain }) => bare(domain));
    for (const { domain, records } of zones) {
      for (const record of records) this.#add(fullRecord(record, bare(domain)));
    }
  }

  answer(name: string, type: string): ZoneAnswer {
    const found: ZoneRecord[] = [];
    let current = bare(name);
    if (!this.#isOurs(current)) return { kind: 'not-ours' };
    for (let aliases = 0; aliases <= ALIAS_LIMIT; aliases += 1) {
      const here = this.#records.get(current) ?? [];
      const asked = here.filter((record) => record.type === type);
      found.push(...asked);
      const alias = here.find((record) => record.type === 'CNAME');
      if (asked.length > 0 || alias === undefined || alias.type !== 'CNAME') {
        return { kind: here.length > 0 || this.#isAbove(current) ? 'answer' : 'no-such-name', records: found };
      }
      found.push(alias);
      current = alias.target;
      // The rest of the chain is another server's to know.
      if (!this.#isOurs(current)) break;
    }
    return { kind: 'answer', records: found };
  }

  /**
   * Dynamic update as a DHCP server makes it (RFC 2136, 4703): the name's address records, and what points to it, are
   * replaced by this one address or go. A name of none of the zones is left alone; so is an alias.
   */
  register(text: string, address: string | undefined): void {
    const name = bare(text);
    if (!this.#isOurs(name) || this.#records.get(name)?.some(({ type }) => type === 'CNAME')) return;
    for (const [owner, records] of this.#records) {
      const kept = records.filter(
        (record) => !(record.type === 'A' && owner === name) && !(record.type === 'PTR' && record.target === name),
      );
      if (kept.length === 0) this.#records.delete(owner);
      else this.#records.set(owner, kept);
    }
    if (address === undefined) return;
    this.#add({ type: 'A', name, address });
    const pointer = `${address.split('.').toReversed().join('.')}.in-addr.arpa`;
    if (this.#isOurs(pointer)) this.#add({ type: 'PTR', name: pointer, target: name });
  }

  #add(record: ZoneRecord): void {
    const known = this.#records.get(record.name);
    if (known === undefined) this.#records.set(record.name, [record]);
    else known.push(record);
  }

  #isOurs(name: string): boolean {
    return this.#domains.some((domain) => isWithin(name, domain));
  }

  /** The domain itself, or a name with others below it, exists even without records (RFC 8020). */
  #isAbove(name: string): boolean {
    if (this.#domains.includes(name)) return true;
    for (const known of this.#records.keys()) if (isWithin(known, name)) return true;
    return false;
  }
}

function fullRecord(record: ZoneRecord, domain: string): ZoneRecord {
  const name = fullName(record.name, domain);
  if (record.type === 'A') return { ...record, name };
  if (record.type === 'MX') return { ...record, name, exchange: fullTarget(record.exchange, domain) };
  return { ...record, name, target: fullTarget(record.target, domain) };
}

function fullName(name: string, domain: string): string {
  if (name === '@') return domain;
  return name.endsWith('.') || isWithin(bare(name), domain) ? bare(name) : `${bare(name)}.${domain}`;
}

function fullTarget(name: string, domain: string): string {
  if (name === '@') return domain;
  if (name === '.') return name;
  return name.includes('.') ? bare(name) : `${name.toLowerCase()}.${domain}`;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}
