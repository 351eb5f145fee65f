import { isEnglish } from '../language/tagger.ts';

type Detector = { detect(text: string): { language: string; isReliable(): boolean; getScores(): Record<string, number> } };
let detector: Promise<Detector> | undefined;

// Common words that English does not have; they settle short messages on which statistics fail.
const marks: Record<string, string> = {
  de: 'ich und der das ist nicht ein eine einen für mit wir brauche brauchen bitte kannst du mir uns erstelle baue bauen eine ein zum zur von auf wie hallo danke guten tag app möchte soll verwalten verwaltung liste unsere mein meine alle',
  fr: 'je nous vous une des pour avec est les dans sur bonjour merci créer crée crée-moi veux besoin gérer suivi mon ma mes notre liste faire peux tu pouvez et au du qui',
  es: 'yo nosotros una para con los las por que quiero necesito crear crea hola gracias gestionar lista mi nuestro puedes hacer aplicación del y una el',
  it: 'io noi una per con gli che voglio ho bisogno creare crea ciao grazie gestire lista mio nostro puoi fare applicazione della di il un e',
  pt: 'eu nós uma para com os as por que quero preciso criar crie olá obrigado gerenciar lista meu nosso pode fazer aplicativo do da um e',
  nl: 'ik wij een het de voor met niet wil nodig maak hallo dank beheren lijst mijn onze kun je kan van en bijhouden',
  pl: 'ja my dla nie chcę potrzebuję stwórz cześć dziękuję lista mój nasz czy możesz zrobić aplikację do w i z na',
  sv: 'jag vi en ett för med och inte vill behöver skapa hej tack lista min vår kan du att hantera',
};
const languageNames: Record<string, string> = { de: 'German', fr: 'French', es: 'Spanish', it: 'Italian', pt: 'Portuguese', nl: 'Dutch', pl: 'Polish', sv: 'Swedish', da: 'Danish', no: 'Norwegian', fi: 'Finnish', cs: 'Czech', tr: 'Turkish', ro: 'Romanian', hu: 'Hungarian', ru: 'Russian', uk: 'Ukrainian', el: 'Greek', ja: 'Japanese', zh: 'Chinese', ko: 'Korean', ar: 'Arabic', he: 'Hebrew', hi: 'Hindi', th: 'Thai', vi: 'Vietnamese' };
const scripts: [RegExp, string][] = [[/\p{Script=Cyrillic}/u, 'ru'], [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'ja'], [/\p{Script=Han}/u, 'zh'], [/\p{Script=Hangul}/u, 'ko'], [/\p{Script=Arabic}/u, 'ar'], [/\p{Script=Hebrew}/u, 'he'], [/\p{Script=Greek}/u, 'el'], [/\p{Script=Devanagari}/u, 'hi'], [/\p{Script=Thai}/u, 'th']];

/** The name of the language when a message is clearly not English; null for English, names, gibberish and code. */
export async function foreignLanguage(message: string): Promise<string | null> {
  const text = message.slice(0, 1500);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, code] of scripts) {
    const count = text.match(new RegExp(script.source, 'gu'))?.length ?? 0;
    if (count > 0 && count > letters * 0.4) return languageNames[code]!;
  }
  const words = text.toLowerCase().match(/\p{L}+(?:[-']\p{L}+)*/gu) ?? [];
  if (words.length < 2) return null;
  const english = words.filter((word) => isCommonEnglish(word)).length / words.length;
  if (english >= 0.5) return null;
  let best: [string, number] = ['', 0];
  for (const [code, list] of Object.entries(marks)) {
    const known = new Set(list.split(' ').filter((word) => !alsoEnglish.has(word)));
    const hits = words.filter((word) => known.has(word)).length;
    if (hits > best[1]) best = [code, hits];
  }
  if (best[1] >= 2 && best[1] / words.length >= 0.2) return languageNames[best[0]]!;
  const plain = words.filter((word) => isEnglish(word)).length / words.length;
  if (plain >= 0.6 || words.length < 3) return null;
  const found = await detect(text);
  return found && found !== 'en' ? languageNames[found] ?? 'another language' : null;
}

const alsoEnglish = new Set('do i a an in on me so is app as e o w min van kan men con list du the it'.split(' '));

const englishMarks = new Set('a an the i we you it is are was to of and or for with in on at by my our your me us need want build make create track app tracker tool list show add this that each has have when who what how can could please not from as be will should new all use do does did if its their they he she more about than then but also per where which'.split(' '));

function isCommonEnglish(word: string): boolean {
  return englishMarks.has(word);
}

async function detect(text: string): Promise<string | null> {
  // The small table is enough beside the word lists; it takes a quarter of a second and 80 MB, so only a message that needs it loads it.
  detector ??= import('eld/extrasmall').then((module) => module.default as Detector);
  const result = (await detector).detect(text);
  return result.isReliable() && (result.getScores()[result.language] ?? 0) - (result.getScores()['en'] ?? 0) > 0.08 ? result.language : null;
}
