import { z } from 'zod';

export const renderAppInput = z.object({});
export type RenderAppInput = z.infer<typeof renderAppInput>;
/** What the app shows in a headless page: its headings, and its text in reading order (cut). */
export type RenderAppOutput = { ok: boolean; errors: string[]; headings: string[]; text: string };
