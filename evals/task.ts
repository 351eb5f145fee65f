import type { ExerciseStep } from '#contract/exercise.ts';

/** A field that the app's data must have, by words of its name, and its kind where it matters. */
export type WantedField = { name: string; kind?: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'link'; options?: string[] };

/** A kind of record the app must keep; `records` are put into it before it is tried, fields by the names above. */
export type WantedList = { name: string; fields: WantedField[]; records?: Record<string, string | number | boolean>[] };

/**
 * What a person asks for, in one message or several, and how to tell whether
 * they got it. Nothing in here knows how a model would write the app: fields
 * are found by words, and exercises use what any app calls things.
 */
export type Task = { id: string; prompts: string[]; lists: WantedList[]; exercises: { criterion: string; steps: ExerciseStep[] }[] };
export type Check = { text: string; ok: boolean; evidence?: string };
