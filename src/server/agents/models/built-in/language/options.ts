import { sentenceCase } from './words.ts';

export type Option = { value: string; label: string; color: string };

/** Words that say how good or bad, early or late an option is, by Mantine colour. */
const tones: Record<string, string> = {};
const toned: [string, string][] = [
  ['green', 'done completed complete approved paid active won available resolved passed pass confirmed signed accepted delivered closed healthy good excellent hired published yes present ok success successful ready received reimbursed live fixed verified renewed filled attended returned compliant recovered adopted sold complied in-stock onboarded enrolled'],
  ['red', 'rejected lost failed fail critical overdue cancelled canceled high urgent blocked declined broken expired denied no poor damaged absent unpaid missing dead sick terminated refused emergency severe bad p1 withdrawn stolen out-of-stock churned suspended fatal'],
  ['orange', 'pending waiting on-hold hold paused medium warning late review in-review maintenance in-maintenance repair in-repair escalated major fair needs-repair reserved low-stock moderate quarantine due p2 partial under-review'],
  ['blue', 'in-progress progress submitted open doing started scheduled sent contacted screening booked ongoing active-lead processing assigned ordered qualified testing working investigating applied upcoming in-use checked-in registered in-transit shipped p3 loaned on-loan borrowed rented issued interview preparing'],
  ['gray', 'draft new todo to-do backlog idea planned low archived inactive none unknown lead not-started retired minor someday unassigned idle queued p4 requested other proposed disposed'],
  ['violet', 'offer proposal negotiation quoted demo trial vip premium final'],
];
for (const [color, words] of toned) for (const word of words.split(' ')) tones[word] = color;

const cycle = ['blue', 'teal', 'violet', 'orange', 'pink', 'cyan', 'grape', 'lime', 'indigo', 'yellow'];

/** Options from the words of a list: `['Low', 'medium']`; `value` is what records store. */
export function optionsOf(words: string[]): Option[] {
  const seen = new Set<string>();
  const options: Option[] = [];
  for (const word of words) {
    const label = sentenceCase(word.trim().replace(/^["'“”(]+|["'“”).]+$/g, '')).slice(0, 40);
    const value = label.toLowerCase().replace(/\+$/, '-plus').replace(/-$/, '-minus').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || label.toLowerCase();
    if (!label || seen.has(value)) continue;
    seen.add(value);
    options.push({ value, label, color: '' });
  }
  let next = 0;
  for (const option of options) {
    option.color = tones[option.value] ?? tones[option.value.split('-').at(-1) ?? ''] ?? cycle[next++ % cycle.length]!;
  }
  return options;
}

/** The options that mean nothing is left to do: an overdue rule leaves such records alone. */
const finished = /^(done|complete[d]?|closed|resolved|returned|paid|approved|won|lost|rejected|cancell?ed|delivered|archived|retired|fixed|finished|reimbursed|hired|published|signed|sold|attended|no-show|declined|withdrawn|terminated|disposed|adopted|harvested|received|settled|passed|failed|checked-out|expired|shipped|collected|picked-up|renewed|inactive)$/;

export function isFinished(option: { value: string }): boolean {
  return finished.test(option.value);
}
