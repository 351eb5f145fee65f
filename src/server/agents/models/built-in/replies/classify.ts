import { findNoun, findPlace, soundsLikeEntity } from '../language/nouns.ts';
import { readField } from '../language/fields.ts';
import { splitList } from '../language/lists.ts';
import { appNouns, stripFillers, stripPoliteness, trackPhrase } from '../language/phrases.ts';
import { isEnglish } from '../language/tagger.ts';
import { isPlural, wordsOf } from '../language/words.ts';

export type Talk = 'empty' | 'short' | 'gibberish' | 'greeting' | 'thanks' | 'abilities' | 'identity' | 'creative' | 'question' | 'unable' | 'unclear';

const build = '(?:build|create|make|design|develop|generate|set ?up|put together|need|want|looking for|give (?:me|us)|prototype|like|implement|write|code)';

const creative = /\b(?:poem|haiku|song|lyrics|story|essay|joke|limerick|rap|novel|letter|email to|e-mail to|cover letter|speech|blog post about|tweet|caption|slogan|script|screenplay|riddle|quote about|toast|sonnet|fairy ?tale|biography of|summary of|press release about|product description for|recipe for (?!.*\b(?:app|tracker)\b))\b/i;
const otherProducts = /\b(?:game|tetris|snake|chess|pong|tic.tac.toe|calculator|chat ?bot|landing page|home ?page|logo|poster|flyer|picture|image|drawing|painting of|photo of|video of|music|presentation|slides?|slide ?deck|powerpoint|neural network|operating system|compiler|search engine|social network|web ?shop with checkout|mobile game|animation|python|javascript|java|c\+\+|sql query|regex|function that|algorithm|bash|shell script|macro|browser extension|plugin|api server|weather app|translator|blockchain|crypto(?:currency)? (?:exchange|coin)|nft|3d model|portfolio (?:site|website)|sandwich|coffee for me|pizza for me)\b/i;
const questionStart = /^(?:what|what's|whats|who|who's|whose|why|when|where|which|how|is|are|was|were|does|do|did|should|would|will|am|has|have|tell me|explain|define|translate|summari[sz]e|calculate|compute|solve|convert|describe|compare|name (?:the|a|three|five|ten)|list (?:the )?(?:\d+|three|five|ten)|recommend|suggest|spell|give me (?:advice|tips|an? (?:idea|tip|example|reason|joke|quote))|guess|imagine|pretend|sing|play|say|repeat|count to|remind me|wake me|call me|order me|search for|google|find me|look up|open|close|turn (?:on|off))\b/i;

/** What kind of talk a message is when it asks for no app. */
export function talkOf(message: string): Talk {
  const text = message.trim().toLowerCase().replace(/\s+/g, ' ');
  const words = wordsOf(text);
  if (words.length === 0) return /\p{L}/u.test(text) ? 'unclear' : text ? 'gibberish' : 'empty';
  if (/^(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings|sup|what'?s up|how are you|hello there|hi there|hey there|how is it going|how do you do|nice to meet you|test|testing|ping)\b/.test(text) && words.length <= 8) return 'greeting';
  if (/^(?:thanks|thank you|thx|cheers|great|perfect|awesome|cool|nice|well done|good job|amazing|ok|okay|got it|bye|goodbye|see you|lovely|wonderful|excellent|love it|i like it|looks good|that'?s (?:great|nice|good|perfect|all)|never ?mind|yes|no(?= thank|[\s.!]*$)|sure|lol|haha)\b/.test(text) && words.length <= 8) return 'thanks';
  if (/\b(?:what|how) (?:can|could|do) (?:you|i|we) (?:do|help|build|make|offer|use (?:you|this|it))\b|^help(?: me)?\W*$|^(?:can|could) you help(?: me| us)?\W*$|what (?:are|is) (?:your|you) (?:capab|abilit|able|good at|features|for)|what (?:kinds?|sorts?|types?) of (?:apps?|things?|tools?)|how does this work|how do(?:es)? (?:this|it|you|ninefold) work|what is this|what (?:should|can) i (?:say|ask|type|write)|show me (?:an )?examples?|^examples?\W*$|what else can you/.test(text)) return 'abilities';
  if (/\b(?:who|what) are you\b|are you (?:an? )?(?:ai|human|robot|bot|real|gpt|chatgpt|claude|llm|machine|person)|what(?:'s| is) your name|which (?:ai |language )?model|what model|who (?:made|built|created) you|are you (?:chat)?gpt|do you (?:use|have) (?:an? )?(?:ai|llm|model)|is this (?:an? )?ai/.test(text)) return 'identity';
  if (creative.test(text)) return 'creative';
  if (/^[\d\s+\-*/x×÷^().,=%]+\??$/.test(text) || /\bwhat(?:'s| is) \d+|\d+\s*[+*/^×÷]\s*\d+/.test(text)) return 'question';
  if (isGibberish(text, words)) return 'gibberish';
  if (new RegExp(`^(?:${build} )?(?:an? |the |me an? )?(?:${appNouns}|crud|apps)\\W*$`, 'i').test(stripPoliteness(text)) || words.length === 1) return words.length <= 6 ? 'short' : 'unclear';
  if (otherProducts.test(text)) return 'unable';
  if (questionStart.test(text) || /\?\s*$/.test(text)) return 'question';
  return words.length <= 2 ? 'short' : 'unclear';
}

function isGibberish(text: string, words: string[]): boolean {
  const letters = text.replace(/[^a-z]/g, '');
  if (letters.length < 3) return words.length === 0 || !/[a-z]/.test(text);
  const known = words.filter((word) => word.length > 1 && isEnglish(word)).length;
  return known / words.length < 0.25 && !findPlace(text) && !findNoun(text);
}

const strong = /^(?:(?:and|to|also|easily|help me|help us)\s+)*(?:track|manage|keep track of|keep tabs on|keep a (?:record|log|list) of|keep records of|organi[sz]e|record|log|monitor|register|catalog(?:ue)?|schedule|maintain|collect|store|tracking|managing|keeping track of|organi[sz]ing|recording|logging|monitoring|scheduling)\s+/i;

/** Whether a message asks for an app, whatever its grammar: a command, a question, or just a noun with fields. */
export function asksForApp(message: string): boolean {
  const text = message.trim().replace(/\s+/g, ' ');
  const lower = text.toLowerCase();
  if (wordsOf(lower).length === 0) return false;
  const listed = splitList(text.replace(/^[^:]{0,60}:/, '')).filter((part) => part.split(' ').length <= 6 && readField(part)?.certain).length;
  const rest = stripPoliteness(text);
  const asked = rest !== text && new RegExp(`\\b${build}\\b`, 'i').test(text.slice(0, Math.max(0, text.length - rest.length) + 1));
  const appWord = new RegExp(`\\b(?:app|application|tracker|tracking|crm|inventory|database|logbook|planner|organi[sz]er|portal|directory|scheduler|register|registry|kanban|checklist|manager|management|system|tool|software|dashboard|platform|board|calendar|log|spreadsheet|roster|rota|schedule|list|program|web ?app|form|backlog|catalog(?:ue)?|website|journal|diary|ledger)\\b`, 'i');
  if (isWriting(lower)) return false;
  if (isSpecification(rest)) return true;
  if (/^(?:an? |the |some )?(?:[a-z]+ )?(?:app|tool|tracker|system|database|register|tracker|planner|organi[sz]er|log|logbook|directory|catalogue?) (?:for|to|of|that|where)\s/i.test(lower)) return hasObject(lower.replace(/^.*? (?:for|to|of|that|where)\s/, ''));
  if (creative.test(lower) && !/\b(?:app|tracker|tool|system|track|manage|log|database|planner)\b/.test(lower)) return false;
  if (otherProducts.test(lower) && listed < 2 && !/\b(?:track|tracker|manage|management|inventory|log|database|keep track|catalog|collection|with (?:title|name)|loan|rental|review|library|schedule|clients?|invoices?)\b/.test(lower)) return false;
  if (/^(?:give|tell|make|write|list|show)\s+(?:me |us )?(?:an? )?(?:list of )?(?:\d+|three|five|ten|some|a few)\s+(?:names|ideas|tips|reasons|facts|examples|words|ways|books|movies|cities|countries|animals)\b/i.test(lower)) return false;
  if (questionStart.test(lower) && !/^(?:is it possible to|are you able to|would it be possible|would you|will you|do you think you (?:can|could)|name\b|open\b|close\b)/.test(lower)) {
    return listed >= 3 && appWord.test(lower) && !/^(?:what|why|who|when|how|explain|define|translate)\b/.test(lower);
  }
  if (/\bkeep(?:s|ing)? .+ (?:organi[sz]ed|in order|under control|up to date)\b/i.test(lower)) return true;
  if (strong.test(rest)) return hasObject(rest.replace(strong, ''));
  if (asked && appWord.test(rest)) return wordsOf(stripFillers(rest).replace(new RegExp(`\\b(?:${appNouns}|for me|for us|please|now|today|quickly|that works|or something|anything|whatever|cool|awesome|good|great|useful)\\b`, 'gi'), '')).length > 0;
  if (asked && (listed >= 2 || /\b(?:to|for) (?:track|manag|keep|organi|record|log|my|our|the|a)\w*/i.test(rest)) && /\b(?:something|thing|way|place|solution|help)\b|\b(?:track|manag|organi|record|keep|log)\w*/i.test(rest)) return true;
  if (asked && trackPhrase.test(rest) && findNoun(wordsOf(rest.replace(trackPhrase, '').split(/\b(?:with|for|by|and)\b|[,:]/)[0] ?? '').join(' '))) return true;
  if (/\b(?:need|want|have|trying|like|looking) to (?:be able to )?(?:track|manage|keep track|organi[sz]e|record|log|monitor|schedule|keep a|register|plan)\b/i.test(lower)) return true;
  if (/\b(?:keep(?:ing)? track of|tracker|tracking (?:app|tool|system)|management (?:app|tool|system|software))\b/i.test(lower)) return hasObject(rest);
  const head = rest.split(/\s+(?:with|for|where|that|to|by|including)\s|[:,.;(\n]/i)[0] ?? '';
  const noun = stripFillers(head);
  const about = wordsOf(noun).length <= 5 && (findNoun(noun) !== null || findPlace(noun) !== null || isPlural(noun));
  if (about && (listed >= 2 || /\b(?:each|every) \w+ (?:has|have|belongs|needs)\b/i.test(text))) return true;
  if (asked && about && /\bwith\b|:/.test(rest)) return true;
  if (findNoun(noun) !== null && /\b(?:per|by|with)\b/i.test(rest) && listed >= 1 && wordsOf(noun).length <= 5 && (isPlural(noun) || appWord.test(noun))) return true;
  // A bare name of an app: "CRM", "bug tracker", "wedding guest list", "yoga studio app".
  if (listed >= 1 && /^[^:,.]{3,50}:\s*\S/.test(rest) && splitList(rest.replace(/^[^:]*:/, '')).length >= 3 && wordsOf(noun).length <= 4 && !/\?\s*$/.test(text)) return true;
  if (/^(?:simple |shared |my |our |team )*(?:to-?do|to do|task|shopping|grocery|packing|guest|wish|reading|price|waiting|wait|contact|check|punch|inventory|bucket|watch|play) ?list$/i.test(rest)) return true;
  const short = wordsOf(rest).length <= 6 && !/\b(?:is|are|was|be|it|you|that|this|don't|not|i|am|love|hate|like|good|bad|my|your)\b/i.test(rest);
  if (short && appWord.test(rest) && (findNoun(noun.replace(new RegExp(`\\s*${appNouns}$`, 'i'), '')) !== null || findPlace(rest.replace(new RegExp(`\\s*${appNouns}$`, 'i'), '')) !== null || /^(?:crm|inventory)\b/i.test(noun) || /\b(?:tracker|manager|planner|log|register|management)\b/i.test(rest))) return true;
  if (short && wordsOf(rest).length >= 2 && (findPlace(rest) !== null || (findNoun(rest) !== null && isPlural(rest)))) return true;
  if (short && /^(?:crm|inventory|help ?desk)$/i.test(rest)) return true;
  return listed >= 4 && wordsOf(text).length >= 4;
}

function isWriting(lower: string): boolean {
  return /^(?:(?:please|can you|could you|would you|will you|hey|hi|now)[\s,]+)*(?:write|compose|tell|sing|draft|recite|rap)\b/.test(lower) && creative.test(lower);
}

/** "A museum volunteer schedule with volunteer, gallery, date, start time": a short head, then mostly fields. */
function isSpecification(text: string): boolean {
  const match = /^([^:,.?!\n]{3,90}?)(?:\s*:|\s*\(|\s+[-–—]\s|\s+(?:with|including|having|containing)\s)\s*([^\n?]+)/i.exec(text);
  if (!match || wordsOf(match[1]!).length > 9) return false;
  const items = splitList(match[2]!.split(/[.!?](?:\s|$)/)[0]!);
  const clear = items.filter((item) => item.split(' ').length <= 8 && readField(item)?.certain).length;
  // "Travel planner with trips, flights and hotels": kinds of records of an app that is named.
  if (new RegExp(`\\b${appNouns}$`, 'i').test(match[1]!) && items.filter(soundsLikeEntity).length >= 2) return true;
  return items.length >= 3 && clear >= 2 && clear * 2 >= items.length && !questionStart.test(match[1]!);
}

function hasObject(text: string): boolean {
  const words = wordsOf(text).filter((word) => !/^(?:it|them|this|that|things|stuff|everything|something|the|a|my|our|of|all|and|things?|app|tool|me|us|you|please)$/.test(word));
  return words.length > 0;
}
