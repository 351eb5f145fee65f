import type { FieldType } from '../blueprint.ts';

/** How people write a type themselves: "price (money)", "done: checkbox". */
const words: Record<FieldType, string> = {
  text: 'text, string, short text, varchar, single line, free text, plain text, char',
  'long-text': 'long text, long-text, paragraph, multiline, multi-line, textarea, text area, rich text, multiple lines, big text box, text box',
  number: 'number, integer, int, decimal, numeric, float, whole number, count, amount of units',
  money: 'money, currency, dollars, euros, usd, eur, gbp, price, $, €, £, dollar amount, pounds, in dollars, in euros',
  date: 'date, datetime, date picker, day, timestamp, calendar date, date and time',
  time: 'time, time of day, hh:mm, clock time',
  'yes-no': 'yes/no, yes no, yes-no, boolean, bool, checkbox, true/false, tick box, toggle, switch, y/n, check box, yes or no, flag',
  choice: 'choice, dropdown, drop-down, drop down, select, enum, single select, options, pick list, picklist, radio, radio buttons, category, one of',
  email: 'email, e-mail, email address',
  phone: 'phone, telephone, phone number',
  link: 'link, url, web link, hyperlink, website, file link, file, image, attachment',
  person: 'person, user, people, assignee, team member, member name',
  rating: 'rating, stars, star rating, 1-5, 1 to 5, 1-5 stars, five stars, 5 stars, out of 5',
  reference: 'reference, relation, lookup, linked record, foreign key, fk',
};

const byWord = new Map<string, FieldType>();
for (const [type, list] of Object.entries(words) as [FieldType, string][]) for (const word of list.split(',')) byWord.set(word.trim(), type);

export function typeNamed(text: string): FieldType | null {
  const bare = text.toLowerCase().trim().replace(/^(?:a|an|type|of type|as)\s+/, '').replace(/\s+(?:field|type|input|value)$/, '').trim();
  return byWord.get(bare) ?? null;
}

const units: [RegExp, string][] = [
  [/^(?:kg|kgs|kilos?|kilograms?)$/, 'kg'], [/^(?:g|grams?)$/, 'g'], [/^(?:lbs?|pounds of weight)$/, 'lb'], [/^(?:oz|ounces?)$/, 'oz'], [/^(?:t|tons?|tonnes?)$/, 't'],
  [/^(?:km|kms|kilometers?|kilometres?)$/, 'km'], [/^(?:mi|miles)$/, 'mi'], [/^(?:m|meters?|metres?)$/, 'm'], [/^(?:cm|centimeters?|centimetres?)$/, 'cm'], [/^(?:mm|millimet(?:er|re)s?)$/, 'mm'], [/^(?:ft|feet)$/, 'ft'], [/^(?:in|inch|inches)$/, 'in'],
  [/^(?:min|mins|minutes?)$/, 'min'], [/^(?:h|hrs?|hours?)$/, 'h'], [/^(?:s|sec|seconds?)$/, 's'], [/^days?$/, 'days'], [/^weeks?$/, 'weeks'], [/^months?$/, 'months'], [/^years?$/, 'years'],
  [/^(?:l|liters?|litres?)$/, 'l'], [/^(?:ml|millilit(?:er|re)s?)$/, 'ml'], [/^(?:gal|gallons?)$/, 'gal'], [/^(?:m2|m²|sqm|square met(?:er|re)s?)$/, 'm²'], [/^(?:sqft|sq ft|square feet|ft2)$/, 'ft²'], [/^(?:acres?)$/, 'acres'], [/^(?:ha|hectares?)$/, 'ha'],
  [/^(?:%|percent|percentage|per cent)$/, '%'], [/^(?:°c|c|celsius|degrees celsius|degrees)$/, '°C'], [/^(?:°f|f|fahrenheit)$/, '°F'], [/^(?:m3|m³|cubic met(?:er|re)s?)$/, 'm³'], [/^kwh$/, 'kWh'], [/^kw$/, 'kW'], [/^(?:w|watts?)$/, 'W'], [/^mwh?$/, 'MW'], [/^(?:v|volts?)$/, 'V'], [/^ppm$/, 'ppm'], [/^(?:psi|bar)$/, 'bar'], [/^(?:km\/h|kmh|kph)$/, 'km/h'], [/^mph$/, 'mph'], [/^(?:gb|gigabytes?)$/, 'GB'], [/^(?:mb|megabytes?)$/, 'MB'], [/^(?:tb|terabytes?)$/, 'TB'], [/^(?:bpm)$/, 'bpm'], [/^(?:mg|milligrams?)$/, 'mg'], [/^(?:kcal|calories)$/, 'kcal'], [/^ppm$/, 'ppm'], [/^psi$/, 'psi'], [/^bar$/, 'bar'],
];

export function unitNamed(text: string): string | null {
  const bare = text.toLowerCase().trim();
  return units.find(([pattern]) => pattern.test(bare))?.[1] ?? null;
}

const currencies: [RegExp, string][] = [
  [/€|\beuros?\b|\beur\b/i, 'EUR'], [/£|\bgbp\b|\bpounds sterling\b|\bin pounds\b/i, 'GBP'], [/\bchf\b|\bswiss francs?\b/i, 'CHF'], [/¥|\bjpy\b|\byen\b/i, 'JPY'],
  [/₹|\brupees?\b|\binr\b/i, 'INR'], [/\bcad\b|\bcanadian dollars?\b/i, 'CAD'], [/\baud\b|\baustralian dollars?\b/i, 'AUD'], [/\$|\busd\b|\bdollars?\b/i, 'USD'],
];

export function currencyNamed(text: string): string | null {
  return currencies.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
