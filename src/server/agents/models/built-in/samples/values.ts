import type { Entity, Field, SampleValue } from '../blueprint.ts';
import { wordsOf } from '../language/words.ts';
import { cities, companies, names, notes, people, rooms, streets } from './words.ts';

function pick<T>(list: readonly T[], at: number): T {
  return list[((at % list.length) + list.length) % list.length]!;
}

export function namesFor(noun: string): string[] | null {
  const lower = ` ${noun.toLowerCase()} `;
  return names.find(([pattern]) => pattern.test(lower))?.[1] ?? null;
}

/** A small stable number per field, so that two person fields of one record differ. */
function shiftOf(field: Field): number {
  return [...field.name].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 7;
}

const texts: [RegExp, (at: number) => string][] = [
  [/sku|partNumber|productCode/i, (at) => `SKU-${1040 + at * 17}`], [/barcode/i, (at) => `40012345${60 + at}`], [/serial/i, (at) => `SN-${48210 + at * 37}`], [/isbn/i, (at) => `978-0-00-00${10 + at}-${at}`], [/vin\b/i, (at) => `WVW000000000010${at}0`],
  [/plate|registration/i, (at) => pick(['KL-204-B', 'RX-881-D', 'PM-310-A', 'TN-552-C', 'BV-127-F', 'HG-640-E', 'ZC-913-K', 'DW-476-L'], at)], [/orderNumber/i, (at) => `ORD-${1001 + at}`], [/invoiceNumber/i, (at) => `INV-${2026001 + at}`], [/ticketNumber|caseNumber|claimNumber/i, (at) => `C-${3012 + at * 3}`], [/trackingNumber/i, (at) => `TRK${77120 + at * 41}`], [/table/i, (at) => `${1 + at}`], [/(?:Number|Id|Code|code|id|reference|lot|batch)$/, (at) => `${String.fromCharCode(65 + (at % 6))}-${118 + at * 13}`],
  [/address|street/i, (at) => pick(streets, at)], [/city|town|destination|origin|route|region/i, (at) => pick(cities, at)], [/country/i, (at) => pick(['Portugal', 'Germany', 'Canada', 'Japan', 'Kenya', 'Norway', 'Brazil', 'France'], at)], [/zip|post/i, (at) => `${10115 + at * 733}`], [/location|room|venue|site|building|floor|place|desk|shelf|bin|aisle|slot|court/i, (at) => pick(rooms, at)],
  [/company|supplier|vendor|manufacturer|organi[sz]ation|employer|counterparty|party|publisher|payer|carrier|lender|bank|funder/i, (at) => pick(companies, at)], [/brand|make/i, (at) => pick(['Toyota', 'Bosch', 'Makita', 'Ford', 'Canon', 'Dell', 'Giant', 'Volvo'], at)], [/model/i, (at) => pick(['Compact 2', 'Pro 14', 'Transit', 'Urban 3', 'Classic', 'X200', 'Sprint', 'Terra'], at)], [/colou?r/i, (at) => pick(['Blue', 'Black', 'White', 'Red', 'Green', 'Silver', 'Yellow', 'Grey'], at)],
  [/breed/i, (at) => pick(['Labrador', 'Siamese', 'Beagle', 'Poodle', 'Maine Coon', 'Collie', 'Terrier', 'Mixed'], at)], [/species/i, (at) => pick(['Dog', 'Cat', 'Dog', 'Rabbit', 'Cat', 'Dog', 'Parrot', 'Horse'], at)], [/variety/i, (at) => pick(['Roma', 'Golden', 'Early red', 'Sweet', 'Heritage', 'Nantes', 'Hardy', 'Classic'], at)], [/flavou?r/i, (at) => pick(['Chocolate', 'Lemon', 'Vanilla', 'Carrot', 'Hazelnut', 'Strawberry', 'Coffee', 'Red velvet'], at)],
  [/skill/i, (at) => pick(['First aid, driving', 'Cooking', 'Spreadsheets', 'Music', 'Languages', 'Photography', 'Carpentry', 'Teaching'], at)], [/language/i, (at) => pick(['English', 'Spanish', 'French', 'German', 'Portuguese', 'Arabic', 'Dutch', 'Polish'], at)], [/allerg|diet/i, (at) => pick(['None', 'Nuts', 'None', 'Vegetarian', 'Lactose', 'None', 'Gluten', 'Vegan'], at)], [/jobTitle|position|role|designation|occupation|trade|specialty/i, (at) => pick(['Project manager', 'Designer', 'Technician', 'Accountant', 'Sales lead', 'Nurse', 'Office assistant', 'Developer'], at)], [/industry/i, (at) => pick(['Retail', 'Design', 'Logistics', 'Health', 'Food', 'Consulting', 'Printing', 'Energy'], at)],
  [/subject|course|topic/i, (at) => pick(['Mathematics', 'History', 'Biology', 'Music', 'Chemistry', 'Geography', 'Physics', 'Art'], at)], [/class|team|group/i, (at) => pick(['Group A', 'Group B', 'Class 4a', 'Class 5b', 'Juniors', 'Seniors', 'Evening', 'Weekend'], at)], [/author|artist|composer/i, (at) => pick(people, at + 4)], [/crop|plant/i, (at) => pick(['Tomatoes', 'Carrots', 'Wheat', 'Potatoes', 'Tomatoes', 'Carrots', 'Wheat', 'Lettuce'], at)], [/^field$|plot/i, (at) => pick(['North field', 'Hill field', 'River plot', 'South plot'], at)],
  [/dos(?:e|age)/i, (at) => pick(['1 tablet', '5 ml', '2 tablets', '10 drops'], at)], [/jersey/i, (at) => `${7 + at}`], [/grade/i, (at) => `Grade ${1 + (at % 8)}`], [/username|login/i, (at) => `user${at + 1}`], [/version/i, (at) => `1.${at}`], [/ip/i, (at) => `192.0.2.${10 + at}`],
];

const longTexts: [RegExp, string[]][] = [
  [/ingredient/i, ['Tomatoes, basil, cream', 'Chickpeas, coconut milk, curry', 'Chicken, lemon, thyme', 'Rice, mushrooms, stock', 'Apples, oats, butter', 'Lentils, carrots, herbs', 'Pasta sheets, vegetables, cheese', 'Flour, eggs, milk']],
  [/instruction|step|method|preparation|direction/i, ['Chop, simmer for 20 minutes, blend.', 'Fry the spices, add the rest, cook slowly.', 'Marinate, roast for an hour, rest.', 'Stir often and add stock bit by bit.', 'Mix, bake until golden.', 'Cook, cool and toss.', 'Layer, cover and bake.', 'Whisk and fry in butter.']],
  [/happened|description|detail|summary|finding|diagnosis/i, ['Noticed during the morning round.', 'Reported by phone, details to follow.', 'Short version agreed with everyone involved.', 'Small, but worth fixing soon.', 'Same as last month.', 'New, needs a closer look.', 'Solved on the spot.', 'Documented with photos.']],
];

/** A plausible value for record `at` (0-based) of `count`. */
export function valueFor(field: Field, entity: Entity, at: number): SampleValue {
  const shift = shiftOf(field);
  const noun = entity.singular.toLowerCase();
  switch (field.type) {
    case 'person': return pick(people, at * 3 + shift * 2 + (field.name.length % 5));
    case 'email': return `${(pick(people, at).split(' ')[0] ?? 'info').toLowerCase()}@example.com`;
    case 'phone': return `+1 555 01${String(10 + ((at * 7 + shift) % 90)).padStart(2, '0')}`;
    case 'link': return `https://example.com/${wordsOf(field.label).slice(0, 2).join('-') || 'link'}/${at + 1}`;
    case 'rating': return Math.min(field.max ?? 5, pick([4, 5, 3, 4, 2, 5, 4, 3], at + shift) + ((field.max ?? 5) > 5 ? pick([3, 4, 2, 5], at) : 0));
    case 'yes-no': return /vip|urgent|cancel|overdue|discontinued|late|absent/i.test(field.name) ? at % 5 === 1 : (at + shift) % 3 !== 0 && at % 4 !== 1;
    case 'choice': return pick(field.options ?? [], at + (shift % 2)).value;
    case 'date': return { daysFromToday: dayFor(field, noun, at, shift) };
    case 'time': return timeFor(field, at);
    case 'money': return moneyFor(field, noun, at, shift);
    case 'number': return numberFor(field, noun, at, shift);
    case 'long-text': return pick(longTexts.find(([pattern]) => pattern.test(field.name))?.[1] ?? notes, at + shift);
    case 'reference': return { sample: at };
    default: return textFor(field, entity, at, shift);
  }
}

function textFor(field: Field, entity: Entity, at: number, shift: number): string {
  const noun = entity.singular.toLowerCase();
  const isTitle = field.name === entity.titleField;
  if (isTitle && /^(?:name|title|description|subject|topic|question|fullName)$/.test(field.name)) return titleFor(noun, at);
  if (/^(?:guest|member|customer|client|parent|host|donor|first|last|full|student|patient|contact|owner|payer|employee|applicant|volunteer|child|tenant|borrower|player)Name$|name$/i.test(field.name) && /guest|member|customer|client|parent|host|donor|full|student|patient|contact|owner|payer|employee|applicant|volunteer|child|tenant|borrower|player/i.test(field.name)) return pick(people, at + (isTitle ? 0 : shift));
  const known = texts.find(([pattern]) => pattern.test(field.name))?.[1];
  if (known) return known(at);
  const own = namesFor(field.label);
  if (own) return pick(own, at + (isTitle ? 0 : shift));
  return isTitle ? titleFor(noun, at) : pick(['First choice', 'Standard', 'As agreed', 'Blue folder', 'On request', 'Main', 'Second choice', 'To be checked'], at + shift);
}

function titleFor(noun: string, at: number): string {
  const own = namesFor(noun);
  if (own) return pick(own, at);
  const head = noun.charAt(0).toUpperCase() + noun.slice(1);
  return `${head} ${pick(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'], at)}`;
}

function dayFor(field: Field, noun: string, at: number, shift: number): number {
  const name = field.name;
  if (/birth|dob/i.test(name)) return (/student|child|pupil|camper|player|kid/.test(noun) ? -4100 : /pet|animal|dog|cat|cow|horse/.test(noun) ? -900 : -11_800) - at * 377 - shift * 11;
  if (/purchase|acquired|built|founded/i.test(name)) return -120 - at * 97;
  if (/expir|renew|warranty|valid|lease|contract|until|end/i.test(name)) return pick([18, -9, 65, 140, 26, 210, 95, 300], at);
  if (/due|deadline|return|next|follow|expected|target|closing|close|reminder|back|hearing|court|pickup|delivery|departure|checkOut/i.test(name)) return pick([5, -4, 2, 12, -11, 21, 9, 33], at);
  if (/last|join|hire|created|reported|received|applied|submitted|loan|issue|order|start|opened|planted|logged|added|paid|visit|requested|from/i.test(name) && !/shift|event|class|trip|project/.test(noun)) return pick([-12, -25, -6, -3, -33, -48, -17, -60], at) - (shift % 3);
  if (/expense|invoice|payment|sale|donation|transaction|order|fuel|log|harvest|entry|record|incident|attendance|workout|reading|visit|spending|purchase|milking|movement|feedback|mileage|cost/.test(noun)) return pick([-3, -9, -21, -34, -40, -63, -72, -15], at);
  return pick([1, 0, 3, 6, -2, 9, 14, -5], at + (shift % 2));
}

function timeFor(field: Field, at: number): string {
  const hour = 8 + ((at * 2) % 9) + (/end|out|departure|until|finish|close/i.test(field.name) ? 2 : 0);
  return `${String(hour).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`;
}

function moneyFor(field: Field, noun: string, at: number, shift: number): number {
  const text = `${field.name} ${noun}`.toLowerCase();
  const scale = /salary|property|listing|house|estate|mortgage|valuation/.test(text) && !/rent|fee|deposit/.test(text) ? 48_000
    : /deal|opportunit|budget|contract|grant|project|lead|value|revenue|vehicle|fund|investment|retainer/.test(text) && !/spent|price|fee/.test(text) ? 4800
    : /rent\b|monthly|deposit|invoice|goal|pledge|loan|tuition|cost.*(?:repair|trip|travel)|booth|purchase ?price|machine|laptop|balance/.test(text) ? 620
    : /hourly|rate|fee|donation|payment|class|cake|expense|total|amount|fuel|cost|order|premium/.test(text) ? 42 : 9;
  const steps = [2.4, 1, 5.2, 3.1, 7.5, 1.8, 4.3, 6.6];
  const value = scale * pick(steps, at + (shift % 3));
  return scale >= 600 ? Math.round(value / 10) * 10 : Math.round(value * 20) / 20;
}

function numberFor(field: Field, noun: string, at: number, shift: number): number {
  const name = field.name.toLowerCase();
  const max = field.max;
  let value: number;
  if (/^year|releaseyear|modelyear/.test(name)) value = 2024 - ((at * 3 + shift) % 14);
  else if (/age/.test(name) && !/mileage|acreage|percentage|storage|page/.test(name)) value = (/child|student|camper|player/.test(noun) ? 7 : 24) + ((at * 5) % 30);
  else if (/reorder|minimum|min|threshold|par/.test(name)) value = pick([10, 8, 15, 5, 12, 20, 6, 10], at);
  else if (/stock|quantity|qty|hand|count|units|copies/.test(name)) value = pick([24, 6, 40, 12, 3, 65, 18, 31], at);
  else if (/duration|minutes|time/.test(name)) value = field.unit === 'h' ? pick([1, 2, 1.5, 3, 0.5, 4, 2.5, 1], at) : pick([60, 45, 90, 30, 75, 60, 120, 50], at);
  else if (/hours/.test(name)) value = pick([2, 3.5, 1, 6, 4, 7.5, 2.5, 5], at);
  else if (/mileage|odometer|kilomet|miles/.test(name)) value = 18_400 + at * 11_370;
  else if (/capacity|seats|attend|guests|headcount/.test(name)) value = pick([12, 20, 8, 30, 16, 24, 10, 40], at);
  else if (/partysize|people|adults|members|servings|passengers/.test(name)) value = pick([2, 4, 6, 3, 5, 8, 2, 4], at);
  else if (/percent|progress|probability/.test(name)) value = pick([20, 60, 35, 80, 100, 10, 50, 90], at);
  else if (/bedroom|bathroom|floor|level/.test(name)) value = 1 + ((at + shift) % 4);
  else if (/weight/.test(name)) value = pick([12.5, 4.2, 30, 8.4, 55, 21, 3.6, 17], at);
  else if (/size|area|sqm|square/.test(name)) value = pick([64, 88, 120, 45, 150, 72, 95, 210], at);
  else if (/pages|calories|distance|points|score|grade|marks/.test(name)) value = pick([72, 88, 64, 95, 51, 80, 77, 69], at);
  else if (/temperature/.test(name)) value = pick([4, 6.5, 3.8, 21, 5, 18, 7, 2], at);
  else value = pick([8, 3, 14, 5, 21, 10, 6, 17], at + shift);
  if (max !== undefined && value > max) value = Math.max(field.min ?? 0, Math.round((max * (60 + ((at * 17) % 40))) / 100));
  return field.min !== undefined && value < field.min ? field.min : value;
}
