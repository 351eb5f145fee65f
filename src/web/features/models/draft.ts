import type { ModelProvider, ModelsByAgent, SetWorkspaceModels, WorkspaceModels } from '#contract/models.ts';

export const providerNames: Record<ModelProvider, string> = {
  anthropic: 'Anthropic', openai: 'OpenAI', google: 'Google', 'openai-compatible': 'OpenAI-compatible server',
};

/** A provider as it is being edited: texts as they stand in the fields. */
export type Draft = {
  provider: ModelProvider; baseUrl: string; models: ModelsByAgent; isActive: boolean;
  /** A new key, or empty to leave what is stored. */
  key: string;
  stored: { hint: string; setAt: string; baseUrl: string } | null;
};

export function draftsOf(models: WorkspaceModels): Draft[] {
  return (models.providers ?? []).map(({ provider, baseUrl, models: named, isActive, key }) => ({
    provider, baseUrl: baseUrl ?? '', models: named, isActive, key: '', stored: key && { ...key, baseUrl: baseUrl ?? '' },
  }));
}

export function newDraft(provider: ModelProvider): Draft {
  return { provider, baseUrl: '', models: {}, isActive: true, key: '', stored: null };
}

export function toInput(drafts: Draft[]): SetWorkspaceModels {
  return {
    providers: drafts.map(({ provider, baseUrl, models, isActive, key }) => ({
      provider, baseUrl: baseUrl.trim() || null, isActive,
      models: Object.fromEntries(Object.entries(models).filter(([, name]) => name.trim() !== '')),
      ...(key.trim() === '' ? {} : { key: key.trim() }),
    })),
  };
}

/** A key that was entered for one host is not sent to another: it is dropped when the address changes. */
export function keepsKey({ stored, baseUrl }: Draft): boolean {
  return stored !== null && stored.baseUrl === baseUrl.trim();
}
