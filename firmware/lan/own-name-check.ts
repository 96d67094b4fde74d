import type { Lookup } from './resolver.ts';

export interface OwnName {
  readonly hostName: string;
  readonly domainName: string;
  readonly address: string;
}

/** The machine's name as others look it up. */
export function fullyQualified(name: Pick<OwnName, 'hostName' | 'domainName'>): string {
  return `${name.hostName}.${name.domainName}`;
}

/**
 * Whether the machine's own name leads to its own address, as the manual wants it registered (manual p. 472: "properly
 * registered on the DNS Server"). Undefined when it does, otherwise one sentence. The check itself is *own design*.
 */
export async function checkOwnName(
  own: OwnName,
  addresses: (name: string) => Promise<Lookup<readonly string[]>>,
): Promise<string | undefined> {
  const name = fullyQualified(own);
  const found = await addresses(name);
  if (!found.ok) return `The machine's own name ${name} is not found in DNS: ${found.sentence}`;
  if (found.value.includes(own.address)) return undefined;
  return `The machine's own name ${name} leads to ${found.value.join(', ')} in DNS, not to ${own.address}.`;
}
