import type { Hands } from '../exercise/steps.ts';
import { click, leave, press, type } from './controls.ts';

/** Hands for a page without a screen: they make the events a person's would. */
export function eventHands(document: Document): Hands {
  return {
    seesStyles: false,
    click: async (element) => { click(element); },
    type: async (field, value) => {
      type(field, value);
      leave(field);
    },
    press: async (key) => { press((document.activeElement as HTMLElement | null) ?? document.body, key); },
  };
}
