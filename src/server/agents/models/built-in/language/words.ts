import pluralize from 'pluralize';

const uncountable = [
  'equipment', 'inventory', 'stock', 'staff', 'feedback', 'homework', 'furniture', 'luggage', 'software', 'hardware',
  'maintenance', 'attendance', 'correspondence', 'merchandise', 'livestock', 'produce', 'cattle', 'poultry', 'media',
  'onboarding', 'training', 'mileage', 'overtime', 'payroll', 'petty cash', 'budget data', 'mail', 'waste', 'crew',
];
for (const word of uncountable) pluralize.addUncountableRule(word);
pluralize.addIrregularRule('leave', 'leaves');
pluralize.addIrregularRule('canvas', 'canvases');
pluralize.addIrregularRule('bonus', 'bonuses');
pluralize.addIrregularRule('campus', 'campuses');
pluralize.addIrregularRule('gas', 'gases');
pluralize.addSingularRule(/^(lens|chassis|species|series|news|diabetes|gps|sms|dvds?|cms)$/i, '$1');
pluralize.addSingularRule(/(status|bus|virus|campus|bonus|canvas|process|address|access|class|pass|glass|boss|dress|loss|business|fitness|illness|witness|analysis|basis|crisis)$/i, '$1');

/** Words that look plural or are their own plural but name one thing or an amount. */
const notPlural = new Set([
  'status', 'address', 'notes', 'details', 'news', 'series', 'species', 'gps', 'sms', 'class', 'progress', 'process', 'business',
  'access', 'success', 'loss', 'pass', 'gross', 'bus', 'analysis', 'diagnosis', 'basis', 'yes', 'gas', 'bonus', 'focus', 'this',
  'is', 'was', 'has', 'us', 'its', 'plus', 'as', 'always', 'sales', 'lens', 'chassis', 'diabetes', 'mathematics', 'physics',
  'economics', 'logistics', 'ethics', 'hours', 'kilometers', 'kilometres', 'miles', 'minutes', 'calories', 'steps', 'campus',
]);

const acronyms = new Set([
  'sku', 'id', 'url', 'vin', 'isbn', 'crm', 'hr', 'it', 'vip', 'gps', 'sla', 'roi', 'kpi', 'pos', 'po', 'vat', 'iban', 'ip', 'mac',
  'ssn', 'dob', 'gpa', 'iq', 'faq', 'pr', 'rsvp', 'eta', 'ndas', 'nda', 'pto', 'ppe', 'pc', 'tv', 'cv', 'api', 'cad', 'qa', 'csv',
  'erp', 'okr', 'mot', 'bmi', 'gdpr', 'rfp', 'rfi', 'ngo', 'cpr', 'lms', 'pet-scan', 'mri', 'nft', 'usb', 'ssl', 'dns', 'sso', 'b2b', 'rv', 'ev',
]);
const acronymPlurals: Record<string, string> = { skus: 'SKUs', ids: 'IDs', kpis: 'KPIs', ndas: 'NDAs', pcs: 'PCs', tvs: 'TVs', okrs: 'OKRs', rfps: 'RFPs', rvs: 'RVs', evs: 'EVs', faqs: 'FAQs', cvs: 'CVs', slas: 'SLAs', ngos: 'NGOs', apis: 'APIs' };

export function isPlural(word: string): boolean {
  const last = lastWord(word);
  return !notPlural.has(last) && !uncountable.includes(last) && pluralize.isPlural(last) && pluralize.singular(last) !== last;
}

/** Singular of the last word of a phrase: `loan items` → `loan item`. */
export function singular(phrase: string): string {
  return onLastWord(phrase, (word) => (notPlural.has(word) && word !== 'notes' ? word : pluralize.singular(word)));
}

export function plural(phrase: string): string {
  return onLastWord(phrase, (word) => pluralize.plural(word));
}

export function lastWord(phrase: string): string {
  return phrase.trim().split(/[\s-]+/).at(-1)?.toLowerCase() ?? '';
}

function onLastWord(phrase: string, change: (word: string) => string): string {
  const match = /^(.*?)([A-Za-z']+)([^A-Za-z']*)$/s.exec(phrase.trim());
  if (!match) return phrase.trim();
  return `${match[1] ?? ''}${change((match[2] ?? '').toLowerCase())}${match[3] ?? ''}`;
}

/** Words of a phrase, lower-case, letters and digits only. */
export function wordsOf(phrase: string): string[] {
  return phrase.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/['’]s?\b/g, '').match(/[a-z0-9]+/g) ?? [];
}

/** Stored key of a field: `Due date` → `dueDate`. */
export function camelCase(phrase: string): string {
  const words = wordsOf(phrase).slice(0, 6);
  const key = words.map((word, at) => (at === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('');
  return /^[a-z]/.test(key) ? key.slice(0, 40) : `field${key}`.slice(0, 40);
}

/** Collection name: `Loan item` → `loan-items`. */
export function collectionName(noun: string): string {
  const key = wordsOf(plural(noun)).slice(0, 4).join('-');
  return /^[a-z]/.test(key) ? key.slice(0, 40) : `list-${key}`.slice(0, 40);
}

/** Label of a field: first letter upper-case, acronyms kept. */
export function sentenceCase(phrase: string): string {
  const words = phrase.replace(/-and-/gi, ' and ').trim().replace(/\s+/g, ' ').split(' ');
  return words.map((word, at) => cased(word, at === 0)).join(' ');
}

const smallWords = new Set(['a', 'an', 'and', 'the', 'of', 'for', 'in', 'on', 'to', 'per', 'by', 'with', 'at', 'or']);

export function titleCase(phrase: string): string {
  const words = phrase.replace(/-and-/gi, ' and ').trim().replace(/\s+/g, ' ').split(' ');
  return words.map((word, at) => cased(word, at === 0 || !smallWords.has(word.toLowerCase()))).join(' ');
}

function cased(word: string, capital: boolean): string {
  const lower = word.toLowerCase();
  if (acronyms.has(lower) && lower !== 'it') return lower.toUpperCase();
  if (word === 'IT') return word;
  if (acronymPlurals[lower]) return acronymPlurals[lower];
  if (/^[A-Z0-9]{2,5}$/.test(word) && !smallWords.has(lower)) return word;
  if (/[A-Z]/.test(word.slice(1))) return word;
  return capital ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower;
}
