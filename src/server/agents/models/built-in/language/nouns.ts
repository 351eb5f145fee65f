import { nounLexicon } from './noun-lexicon.ts';
import { placeLexicon } from './place-lexicon.ts';
import { splitList } from './lists.ts';
import { isPlural, singular, wordsOf } from './words.ts';

export type NounEntry = { nouns: string[]; fields: { phrase: string; essential: boolean }[]; parents: string[]; calendar: boolean };

/** What an app is named after, and what it then keeps: "leave tracker" keeps leave requests. */
const kept: Record<string, string> = {
  'to-do': 'task', todo: 'task', 'to do': 'task', 'to do list': 'task', 'task list': 'task', 'shopping list': 'shopping item', 'packing list': 'packing item', 'guest list': 'guest', 'wish list': 'wish', 'waiting list': 'waiting person', time: 'time entry', hours: 'time entry', timesheet: 'timesheet entry', leave: 'leave request', vacation: 'leave request', holiday: 'leave request', pto: 'leave request', absence: 'leave request', 'time off': 'leave request', 'annual leave': 'leave request',
  maintenance: 'maintenance task', sales: 'sale', hiring: 'applicant', recruitment: 'applicant', recruiting: 'applicant', onboarding: 'onboarding task', budget: 'budget item', mileage: 'trip', fuel: 'fuel log', compliance: 'compliance item',
  safety: 'incident', quality: 'quality check', content: 'content item', editorial: 'article', marketing: 'campaign', fitness: 'workout', diet: 'meal', cleaning: 'cleaning task', payroll: 'payment', shopping: 'shopping item', watering: 'plant watering',
  'plant watering': 'plant watering', fundraising: 'donation', grading: 'grade', training: 'training', shipping: 'shipment', purchasing: 'purchase order', procurement: 'purchase request', mood: 'mood entry', reading: 'book', travel: 'trip plan', finance: 'transaction', accounting: 'invoice', invoicing: 'invoice', billing: 'invoice', 'petty cash': 'expense', warranty: 'asset', rent: 'rent payment', visitors: 'visitor', 'food safety': 'inspection',
  'sign in': 'visitor', reception: 'visitor', feedback: 'feedback', testing: 'test', release: 'release', roadmap: 'feature request', housekeeping: 'housekeeping task', staffing: 'shift', scheduling: 'shift', staff: 'employee', people: 'employee', dues: 'payment', tuition: 'payment', debts: 'debt', 'job search': 'application', 'job application': 'application', calving: 'animal', harvest: 'harvest', breeding: 'animal', livestock: 'animal', chores: 'chore', savings: 'savings goal', 'appointment book': 'appointment', 'order book': 'order', 'reservation book': 'reservation', 'visitor book': 'visitor', 'contact book': 'contact', 'on call': 'shift', 'on-call': 'shift', bookshelf: 'book', 'reading list': 'book', watchlist: 'movie', playlist: 'song', wardrobe: 'clothing item', pantry: 'ingredient', fridge: 'ingredient', freezer: 'ingredient', cellar: 'wine', 'wine cellar': 'wine', toolbox: 'tool', 'address book': 'contact', 'phone book': 'contact', cookbook: 'recipe', 'guest book': 'guest', menu: 'dish', fleet: 'vehicle', herd: 'animal', aquarium: 'fish', 'lost and found': 'lost item', newsletter: 'article', marathon: 'run', running: 'run', exercise: 'workout', birthdays: 'birthday', checkin: 'visitor', 'check-in': 'visitor', payable: 'invoice', receivables: 'invoice', giving: 'donation', potluck: 'dish', carpool: 'trip', babysitting: 'shift', tutoring: 'session', overtime: 'timesheet entry', coaching: 'session', adoption: 'adoption', seating: 'guest',
};

/** The kind of record behind a topic: `leave` → `leave request`; the topic itself where it already is one. */
export function keptBehind(topic: string): string {
  const lower = wordsOf(topic).join(' ');
  const words = lower.replace(/ ?-and- ?/g, ' and ').split(' ');
  for (let from = 0; from < words.length; from += 1) {
    const end = words.slice(from).join(' ');
    if (Object.hasOwn(kept, end)) return kept[end]!;
    if (nounMap().has(singular(end)) && from < words.length - 1) return topic;
  }
  return topic;
}

const vagueHeads = /^(?:record|entry|log|item|request|test|report|game|piece|service|action|list|activity|order|form|task|job|plan|change|part|session|check|group|event|result|response|movement|work|project|product|training|class|course|lesson|tank|story|post|video|visit|card|account|case study|line|run|unit|release|review|resource)$/;

/** Drops what only says where or for whom: `law firm case` → `case`; keeps what makes the noun speak: `cake order`. */
export function shortNoun(phrase: string): string {
  const words = wordsOf(singular(phrase));
  const found = findNoun(phrase);
  if (!found || found.noun === words.join(' ')) return words.join(' ');
  if (!vagueHeads.test(found.noun)) return found.noun;
  const front = words.slice(0, words.length - found.noun.split(' ').length).join(' ');
  return findPlace(front) && !findNoun(front) ? found.noun : words.join(' ');
}

let nouns: Map<string, NounEntry> | undefined;
let places: Map<string, string[]> | undefined;

function lines(text: string): string[][] {
  return text.trim().split('\n').map((line) => line.split('|').map((part) => part.trim()));
}

function nounMap(): Map<string, NounEntry> {
  if (nouns) return nouns;
  nouns = new Map();
  for (const [names = '', fields = '', parents = '', calendar = ''] of lines(nounLexicon)) {
    const entry: NounEntry = {
      nouns: names.split(',').map((name) => name.trim()),
      fields: splitList(fields).map((field) => ({ phrase: field.replace('*', ''), essential: field.includes('*') })),
      parents: parents.split(',').map((name) => name.trim()).filter(Boolean),
      calendar: calendar === 'calendar',
    };
    for (const name of entry.nouns) if (!nouns.has(name)) nouns.set(name, entry);
  }
  return nouns;
}

/** The entry for a noun phrase: the whole phrase, else its last two words, else its last word. Longer entries win. */
export function findNoun(phrase: string): { entry: NounEntry; noun: string } | null {
  const words = wordsOf(singular(phrase));
  for (let from = Math.max(0, words.length - 3); from < words.length; from += 1) {
    const noun = words.slice(from).join(' ');
    const entry = nounMap().get(noun);
    if (entry) return { entry, noun };
  }
  return null;
}

function placeMap(): Map<string, string[]> {
  if (places) return places;
  places = new Map();
  for (const [names = '', holds = ''] of lines(placeLexicon)) {
    for (const name of names.split(',')) places.set(wordsOf(name).join(' '), holds.split(',').map((noun) => noun.trim()));
  }
  return places;
}

/** What a kind of business or place keeps: `my small yoga studio` → class, member, booking. */
export function findPlace(phrase: string): { place: string; holds: string[] } | null {
  const words = wordsOf(phrase);
  for (let from = Math.max(0, words.length - 4); from < words.length; from += 1) {
    for (const last of [words.at(-1)!, singular(words.at(-1)!)]) {
      const place = [...words.slice(from, -1), last].join(' ');
      const holds = placeMap().get(place);
      if (holds) return { place, holds };
    }
  }
  // "ferry company", "podcast network": a business of a kind we have no list for.
  const head = words.at(-1) ?? '';
  if (words.length >= 2 && words.length <= 4 && placeHeads.has(head) && !findNoun(words.slice(-2).join(' '))?.noun.includes(' ')) return { place: words.slice(-3).join(' '), holds: ['task', 'customer', 'invoice'] };
  return null;
}

const placeHeads = new Set(['company', 'business', 'shop', 'firm', 'network', 'center', 'centre', 'association', 'practice', 'studio', 'agency', 'institute', 'academy', 'federation', 'cooperative', 'startup', 'society', 'organization', 'organisation', 'charity', 'ministry', 'department', 'dealership', 'operation', 'farm', 'clinic', 'salon', 'restaurant', 'brigade', 'troop', 'squad', 'bureau', 'embassy', 'parish']);

/** Whether a phrase in a list is more likely a kind of record than a field of one. */
export function soundsLikeEntity(phrase: string): boolean {
  const words = wordsOf(phrase);
  if (words.length === 0 || words.length > 4) return false;
  return isPlural(words.at(-1)!) && findNoun(phrase) !== null && !fieldPlurals.has(words.at(-1)!);
}

/** Plurals that are details of one record when they stand in a list of fields. */
export const fieldPlurals = new Set([
  'notes', 'comments', 'details', 'ingredients', 'instructions', 'steps', 'tags', 'hours', 'minutes', 'days', 'points', 'skills', 'languages', 'allergies', 'goals',
  'seats', 'beds', 'bedrooms', 'bathrooms', 'rooms', 'calories', 'servings', 'copies', 'pages', 'miles', 'kilometers', 'kilometres', 'terms', 'remarks', 'observations', 'findings',
  'photos', 'pictures', 'images', 'files', 'links', 'attachments', 'interests', 'hobbies', 'requirements', 'requests', 'symptoms', 'costs', 'fees', 'results', 'stars', 'reps', 'sets',
  'dimensions', 'materials', 'specs', 'specifications', 'measurements', 'credits', 'votes', 'likes', 'views', 'clicks', 'impressions', 'earnings', 'sales', 'dates', 'times', 'deadlines', 'prices', 'amounts',
  'quantities', 'statuses', 'categories', 'types', 'stages', 'priorities', 'labels', 'answers', 'allergens', 'frames', 'ratings', 'names', 'emails', 'phones', 'addresses', 'numbers', 'units', 'levels', 'descriptions', 'responsibilities',
]);
