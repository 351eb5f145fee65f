import { z } from 'zod';
import type { BuildError } from '#contract/artifacts.ts';

export const buildAppInput = z.object({});
export type BuildAppInput = z.infer<typeof buildAppInput>;
export type BuildAppOutput = { ok: boolean; errors: BuildError[] };
