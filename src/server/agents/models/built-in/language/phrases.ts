/** Words around the thing itself: how people ask for an app, and what they call an app. */
export const appNouns = '(?:web ?app|app|application|tool|tracker|tracking system|tracking|management system|management tool|management app|management|manager|system|software|platform|dashboard|database|db|logbook|log|register|registry|planner|organi[sz]er|portal|hub|list|directory|catalog(?:ue)?|scheduler|calendar|board|kanban|pipeline|checklist|spreadsheet|tracksheet|website|web site|page|program|solution|ledger|monitor|workspace|journal|diary|roster|rota|schedule|overview|tool kit|helper|assistant|backlog|timeline|sheet|table|intake form|form|signup sheet|sign-up sheet|thing|something|place|way|module|planning tool|planning|scheduling|monitoring|collection)';

const politeness: RegExp[] = [
  /^(?:please|pls|hi|hello|hey|hey there|hi there|hello there|good (?:morning|afternoon|evening|day)|dear \w+|ok(?:ay)?|so|well|now|right|alright|thanks|thank you|guys|team|ninefold)\b[\s,!.:-]*/i,
  /^(?:can|could|would|will) (?:you|we|u|i)(?: all| guys)?(?: please| maybe| kindly| quickly)?(?: help (?:me|us)(?: to| with)?)?\s+/i,
  /^(?:i|we|our (?:team|company|school|office|shop|department)|my (?:team|boss|company|wife|husband|manager)|the team|they)(?:'d|’d| would| really| urgently| just| also| currently| desperately)*\s+(?:want|wants|need|needs|like|love|are looking for|am looking for|'m looking for|require|requires|wish for|could use|am in need of|have to|has to|must|am trying|are trying|'re trying)(?: to have| to get| to see| to be able to| you to| somebody to| to)?(?=\s)\s*/i,
  /^(?:our|my|the) (?:[\w-]+ ){1,3}?(?:wants?|needs?|would like|is looking for|are looking for)(?: to have| to)?\s+/i,
  /^(?:i'm|im|i’m|we're|we’re|i am|we are) (?:looking for|trying to|in need of|searching for|hoping to|hoping for)\s+/i,
  /^(?:is it possible to|would it be possible to|it would be (?:great|nice|good) (?:to have|if (?:i|we|you) (?:had|could(?: have)?))|help (?:me|us)(?: to| with)?|let'?s|let us|let me|how about|what about|do you think you (?:can|could)|are you able to|go ahead and|your task is to|the (?:task|goal|idea) is to|goal:|task:|app:|idea:|request:|prompt:)\s+/i,
  /^(?:build|create|make|design|develop|generate|set ?up|put together|write|give|get|prototype|code|produce|start|prepare|implement|construct|provide|have|spin up|whip up|craft)(?: (?:me|us|for me|for us|my team|our team))?\s+/i,
  /^(?:keep|maintain|have|hold|manage)(?: an?)?(?: (?:simple|shared|central))? (?:list|record|register|log|directory|overview)s? of\s+/i,
  /^(?:to|a|an|the|some|my|our|this|one|new|kind of|sort of|type of|bit of)\s+(?=\S)/i,
];

/** "Hi! Could you please build me a simple …" → "simple …". */
export function stripPoliteness(text: string): string {
  let rest = text.trim();
  for (let round = 0; round < 12; round += 1) {
    const before = rest;
    for (const pattern of politeness) rest = rest.replace(pattern, '').trim();
    if (rest === before) break;
  }
  return rest || text.trim();
}

const fillers = /^(?:(?:an?|the|my|our|your|their|his|her|its|all|all of|each|every|any|some|these|those|this|that|of|simple|small|basic|nice|modern|little|quick|easy|easy-to-use|good|great|custom|new|internal|lightweight|minimal|clean|shared|online|digital|web-based|web|mobile-friendly|user-friendly|full|complete|comprehensive|proper|better|central|centralized|tiny|cool|beautiful|pretty|straightforward|different|various|multiple|several|many|individual|single|existing|current|old|professional|powerful|advanced|mini|local|cute|friendly|useful|fully functional|functional|robust|handy|fancy|smart|decent|neat|dedicated|completely|totally|entirely|brand|whole|different|separate|another|upcoming|incoming|own|list of|lists of|collection of|record of|records of|history of|status of|details of|information about|info on|data on|stuff like|things like|type of|kind of|kinds of|types of|set of|couple of|bunch of)\s+)+/i;

export function stripFillers(phrase: string): string {
  return `${phrase.trim().replace(/^["'“”]+|["'“”]+$/g, '')} `.replace(fillers, '').trim();
}

export const trackVerbs = '(?:track|manage|keep track of|keep tabs on|keep an eye on|(?:keep|make|maintain|have|hold) an? (?:[a-z]+ )?(?:record|log|list|register|database|overview|history|catalogue?|directory|inventory|collection|stock) of|keep records of|rent out|lend out|loan out|know|find out|reserve|write down|log in|organi[sz]e|record|log|monitor|handle|plan|schedule|store|list|maintain|register|catalog(?:ue)?|document|collect|administer|oversee|follow|coordinate|control|book|run|see|view|note|capture|assign|count|keep|save|list|rate|review|submit|report|file|enter|remember|sort|prioriti[sz]e|approve|process|check|share|look up|find|search|write down|take care of|deal with|sell|rent|rent out|lend|lend out|loan|loan out|borrow|order|request|budget|log in)';
const gerunds = '(?:tracking|managing|keeping track of|keeping tabs on|organi[sz]ing|recording|logging|monitoring|handling|planning|scheduling|storing|listing|maintaining|registering|catalog(?:u)?ing|documenting|collecting|administering|overseeing|following|coordinating|controlling|booking|running|capturing|assigning|counting|rating|reviewing|submitting|reporting|approving|processing|sharing|lending out|lending|renting out|renting|borrowing|ordering|requesting|budgeting|the management of|management of|tracking of|scheduling of)';

export const trackPhrase = new RegExp(`^(?:(?:and|to|also|easily|better|quickly|just|simply|help(?:s)?(?: me| us)?|let(?:s)?(?: me| us)?|allow(?:s)?(?: me| us)?|can|will|would|should|lets|which|that|where|i|we|you|people|users|staff|everyone|employees|members|the team|my team|our team|be able to|want to|need to|have to)\\s+)*(?:${trackVerbs}s?|${gerunds})\\s+`, 'i');
