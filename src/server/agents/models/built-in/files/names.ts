import { components, taken } from './reserved-names.ts';

export type Names = {
  /** `loan`: one record in code. */
  one: string;
  /** `loans`: the collection. */
  list: string;
  /** `Loan`: the type. */
  type: string;
  /** `Loans`: the first part of component names about all of them. */
  types: string;
};

/** Identifiers for entities in order, unique over the app: `class` becomes `classRecord`. */
export function nameEntities(entities: { name: string; singular: string; plural: string }[]): Names[] {
  const used = new Set<string>();
  return entities.map((entity) => {
    const one = camel(entity.singular) || camel(entity.name) || 'record';
    const many = camel(entity.name) || camel(entity.plural) || 'records';
    for (let round = 0; ; round += 1) {
      const suffix = round === 0 ? '' : round === 1 ? 'Record' : `Record${round}`;
      const names: Names = {
        one: one + suffix,
        list: one + suffix === many ? `${many}List` : suffix === '' ? many : `${one}${suffix}s`,
        type: pascal(one) + suffix,
        types: suffix === '' && pascal(many) !== pascal(one) ? pascal(many) : `${pascal(one)}${suffix}s`,
      };
      const claimed = claims(names);
      if (claimed.every((name) => !used.has(name) && !reserved(name))) {
        for (const name of claimed) used.add(name);
        return names;
      }
    }
  });
}

function claims({ one, list, type, types }: Names): string[] {
  return [
    one, list, type, types, `Saved${type}`, `use${type}Names`,
    ...['Labels', 'Title', 'Flags', 'Of'].map((part) => one + part),
    ...['new', 'remove', 'validate'].map((part) => part + type), `filter${types}`,
    ...['Form', 'Card', 'Details', 'Drawer', 'Select', 'Target', 'Values'].map((part) => type + part),
    ...['Page', 'Table', 'Board', 'Calendar', 'Charts', 'Filters', 'Cards', 'Toolbar'].map((part) => types + part),
  ];
}

// Options and hooks for names are made from other names, and icons come from a package: a suffix sets apart from all.
function reserved(name: string): boolean {
  if (taken.has(name) || components.has(name)) return true;
  return (/(?:Options|Names)$/.test(name) && !name.startsWith('use')) || (/^Icon[A-Z]/.test(name) && !name.includes('Record'));
}

function words(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/).filter(Boolean);
}

function pascal(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function camel(text: string): string {
  const name = words(text).slice(0, 6).map((word, at) => (at === 0 ? word.toLowerCase() : pascal(word.toLowerCase()))).join('').slice(0, 32);
  return /^\d/.test(name) ? `n${name}` : name;
}
