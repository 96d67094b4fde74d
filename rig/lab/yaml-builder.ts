import { isAlias, isMap, isScalar, isSeq, Scalar, type YAMLMap } from 'yaml';
import type { LabFault } from './lab-faults.ts';

/** All *own design*. */
export const YAML_LIMITS = {
  /** Uses of anchors. */
  aliases: 20_000,
  /** Texts, numbers, lists and mappings, every alias counted with all it stands for: ten thousand machines with a hundred each. */
  values: 1_000_000,
} as const;

/** A mistake at an offset of the text. */
export interface PlacedFault {
  readonly offset: number;
  readonly sentence: string;
}

export interface YamlValue {
  /** Made of plain objects, lists, texts, numbers, booleans and null; what an alias stands for is shared. */
  readonly value: unknown;
  readonly faults: readonly PlacedFault[];
  /** Where the key or the value at the end of a path is; when it is missing, what should have it. */
  readonly offsetOf: (path: LabFault['path'], what: 'key' | 'value') => number;
  /** The scalar there as it is written; undefined for everything else. */
  readonly sourceOf: (path: LabFault['path']) => string | undefined;
}

interface Place {
  readonly key: number;
  readonly value: number;
  readonly source: string | undefined;
}

/** A value with what it counts for `values`. */
interface Built {
  readonly value: unknown;
  readonly size: number;
}

type Fields = Record<string, unknown>;

/** Turns the nodes of one document into its value, and remembers where everything was. */
export class YamlBuilder {
  readonly #faults: PlacedFault[] = [];
  readonly #places = new WeakMap<object, Map<string | number, Place>>();
  readonly #anchors = new Map<string, Built | 'being built'>();
  #aliases = 0;
  #values = 0;
  #full = false;

  build(contents: unknown): YamlValue {
    const root = offsetOf(contents, 0);
    const value = this.#node(contents);
    return {
      value,
      faults: this.#faults,
      offsetOf: (path, what) => this.#placeOf(value, path)?.[what] ?? root,
      sourceOf: (path) => this.#placeOf(value, path, 'exactly')?.source,
    };
  }

  #placeOf(root: unknown, path: LabFault['path'], how?: 'exactly'): Place | undefined {
    let found: Place | undefined;
    let current = root;
    for (const step of path) {
      const holder = typeof current === 'object' && current !== null ? current : undefined;
      const place = holder === undefined ? undefined : this.#places.get(holder)?.get(step);
      if (holder === undefined || place === undefined) return how === 'exactly' ? undefined : found;
      found = place;
      current = Object.getOwnPropertyDescriptor(holder, step)?.value;
    }
    return found;
  }

  #node(node: unknown): unknown {
    if (isAlias(node)) return this.#alias(node.source, offsetOf(node, 0));
    if (!this.#counted(1, offsetOf(node, 0))) return null;
    if (isScalar(node)) return this.#anchored(node.anchor, () => this.#scalar(node));
    if (isMap(node)) return this.#anchored(node.anchor, () => this.#mapping(node));
    if (isSeq(node)) return this.#anchored(node.anchor, () => this.#list(node.items));
    return null;
  }

  #anchored(anchor: string | undefined, build: () => unknown): unknown {
    const before = this.#values;
    if (anchor !== undefined) this.#anchors.set(anchor, 'being built');
    const value = build();
    if (anchor !== undefined) this.#anchors.set(anchor, { value, size: this.#values - before + 1 });
    return value;
  }

  #alias(anchor: string, offset: number): unknown {
    const found = this.#anchors.get(anchor);
    this.#aliases += 1;
    if (this.#aliases === YAML_LIMITS.aliases + 1) {
      this.#fault(offset, `more than ${YAML_LIMITS.aliases} aliases: expected at most as many`);
    }
    if (this.#aliases > YAML_LIMITS.aliases) return null;
    if (found === undefined) {
      this.#fault(offset, `the alias *${anchor} has no anchor: expected &${anchor} before it`);
      return null;
    }
    if (found === 'being built') {
      this.#fault(offset, `the alias *${anchor} stands inside of what it stands for: expected it after that`);
      return null;
    }
    return this.#counted(found.size, offset) ? found.value : null;
  }

  /** Whether there is room for so many more. */
  #counted(size: number, offset: number): boolean {
    if (!this.#full && this.#values + size > YAML_LIMITS.values) {
      this.#full = true;
      this.#fault(
        offset,
        `with what aliases stand for, more than ${YAML_LIMITS.values} values: expected at most as many`,
      );
    }
    if (!this.#full) this.#values += size;
    return !this.#full;
  }

  #scalar({ value, source }: Scalar): unknown {
    // A number that is too large for its type, say, is still what was written.
    const plain =
      value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return plain ? value : source;
  }

  #list(items: readonly unknown[]): unknown[] {
    const places = new Map<number, Place>();
    const list = items.map((item, index) => {
      places.set(index, placeOf(item, item));
      return this.#node(item);
    });
    this.#places.set(list, places);
    return list;
  }

  #mapping(node: YAMLMap): Fields {
    const fields: Fields = {};
    const places = new Map<string, Place>();
    this.#places.set(fields, places);
    const merged: { readonly source: unknown; readonly offset: number }[] = [];
    for (const { key, value } of node.items) {
      const offset = offsetOf(key, offsetOf(node, 0));
      if (isMergeKey(key)) {
        merged.push({ source: this.#node(value), offset });
        continue;
      }
      const name = this.#keyOf(key, offset);
      if (name === undefined) continue;
      const first = places.get(name);
      if (first !== undefined) {
        this.#fault(offset, `the key ${shown(name)} is there twice: expected each key once`);
        continue;
      }
      places.set(name, placeOf(key, value));
      fields[name] = this.#node(value);
    }
    for (const { source, offset } of merged) this.#merge(fields, places, source, offset);
    return fields;
  }

  #keyOf(key: unknown, offset: number): string | undefined {
    const name =
      isScalar(key) && key.value !== null ? (typeof key.value === 'string' ? key.value : key.source) : undefined;
    if (name === undefined) this.#fault(offset, 'a key is no text: expected a word before the colon');
    // An object of the language has it already, and no description needs it.
    if (name === '__proto__') this.#fault(offset, 'the key __proto__ cannot be used: expected another');
    return name === '__proto__' ? undefined : name;
  }

  /** As the merge key type of YAML 1.1 has it: what is there already stays, the first of several sources wins. */
  #merge(fields: Fields, places: Map<string, Place>, source: unknown, offset: number): void {
    for (const one of Array.isArray(source) ? source : [source]) {
      const from = typeof one === 'object' && one !== null ? this.#places.get(one) : undefined;
      if (from === undefined || Array.isArray(one)) {
        this.#fault(offset, 'what << merges is no mapping: expected an alias of one, or a list of such aliases');
        continue;
      }
      for (const [name, value] of Object.entries(one)) {
        const place = from.get(name);
        if (Object.hasOwn(fields, name) || place === undefined) continue;
        fields[name] = value;
        places.set(name, place);
      }
    }
  }

  #fault(offset: number, sentence: string): void {
    this.#faults.push({ offset, sentence });
  }
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.source === '<<';
}

function placeOf(key: unknown, value: unknown): Place {
  const at = offsetOf(key, 0);
  return { key: at, value: offsetOf(value, at), source: isScalar(value) ? value.source : undefined };
}

function offsetOf(node: unknown, otherwise: number): number {
  const known = isAlias(node) || isScalar(node) || isMap(node) || isSeq(node);
  return known ? (node.range?.[0] ?? otherwise) : otherwise;
}

/** Safe to print. */
function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
