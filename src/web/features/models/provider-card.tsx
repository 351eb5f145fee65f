import { ActionIcon, Badge, Button, Collapse, PasswordInput, Switch, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { agentTypes, type AgentType } from '#contract/agents.ts';
import type { ModelsByAgent } from '#contract/models.ts';
import { faces } from '#web/features/agents/faces.ts';
import { dateAndTime } from '#web/ui/format.ts';
import { keepsKey, providerNames, type Draft } from './draft.ts';
import { ProviderTest } from './provider-test.tsx';
import classes from './models-page.module.css';

type Props = {
  workspaceId: string; draft: Draft; defaults: Record<AgentType, string | null>; place: 'first' | 'later' | 'off';
  errors: Record<string, string>; isFirst: boolean; isLast: boolean;
  onChange: (draft: Draft) => void; onMove: (by: -1 | 1) => void; onRemove: () => void;
};

const places = { first: 'Answers', later: 'Stands in', off: 'Switched off' };
const isCompatible = (draft: Draft) => draft.provider === 'openai-compatible';

/** One provider of the workspace: its key, its address, its models, and whether it works. */
export function ProviderCard({ workspaceId, draft, defaults, place, errors, isFirst, isLast, onChange, onMove, onRemove }: Props) {
  const name = providerNames[draft.provider];
  const [isOpen, details] = useDisclosure(false);
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const setModel = (agents: readonly AgentType[], model: string) => {
    const models: ModelsByAgent = { ...draft.models };
    for (const agent of agents) {
      if (model === '') delete models[agent];
      else models[agent] = model;
    }
    set({ models });
  };
  const keyNote = draft.stored === null
    ? isCompatible(draft) ? 'Only if the server asks for one.' : 'It is stored sealed, and never shown again.'
    : keepsKey(draft)
      ? `Set on ${dateAndTime(draft.stored.setAt)}${draft.stored.hint ? `, ends in ${draft.stored.hint}` : ''}. Enter another one to replace it.`
      : 'The address has changed: enter the key for the new one.';
  return (
    <section className={classes.card} aria-label={name}>
      <div className={classes.top}>
        <h3 className={classes.name}>{name}</h3>
        <Badge flex="none" variant="light" radius="sm" tt="none" fw={550} color={place === 'off' ? 'gray' : 'petrol'}>{places[place]}</Badge>
        <span className={classes.tools}>
          <Tooltip label="Ask it earlier"><ActionIcon variant="subtle" color="gray" disabled={isFirst} onClick={() => onMove(-1)} aria-label={`Ask ${name} earlier`}><IconArrowUp size={17} stroke={1.7} /></ActionIcon></Tooltip>
          <Tooltip label="Ask it later"><ActionIcon variant="subtle" color="gray" disabled={isLast} onClick={() => onMove(1)} aria-label={`Ask ${name} later`}><IconArrowDown size={17} stroke={1.7} /></ActionIcon></Tooltip>
          <Tooltip label="Remove"><ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`Remove ${name}`}><IconTrash size={17} stroke={1.7} /></ActionIcon></Tooltip>
        </span>
      </div>
      {isCompatible(draft) && (
        <div className={classes.pair}>
          <TextInput label="Address" placeholder="https://models.example.com/v1" required value={draft.baseUrl} onChange={(event) => set({ baseUrl: event.currentTarget.value })} error={errors.baseUrl} description="Ollama, vLLM, LM Studio or a gateway." />
          <TextInput label="Model" placeholder="As the server calls it" required value={draft.models.coder ?? ''} onChange={(event) => setModel(agentTypes, event.currentTarget.value.trim())} error={errors.models ?? errors['models.coder']} description="All agents use it, unless another is named below." />
        </div>
      )}
      <PasswordInput
        label="Key" description={keyNote} placeholder={keepsKey(draft) ? '••••••••••••' : ''} autoComplete="off" value={draft.key} error={errors.key}
        visibilityToggleButtonProps={{ 'aria-label': 'Show what you typed' }} onChange={(event) => set({ key: event.currentTarget.value })}
      />
      <ProviderTest key={[draft.key, draft.baseUrl, draft.models.coder].join(' ')} workspaceId={workspaceId} draft={draft} />
      <Button className={classes.more} variant="subtle" color="gray" size="xs" aria-expanded={isOpen} onClick={details.toggle} leftSection={<IconChevronRight size={15} className={classes.chevron} data-open={isOpen || undefined} />}>
        Model of each agent{isCompatible(draft) ? '' : ', address'}
      </Button>
      <Collapse expanded={isOpen}>
        <div className={classes.agents}>
          {agentTypes.map((agent) => (
            <TextInput
              key={agent} size="xs" label={faces[agent].name} placeholder={defaults[agent] ?? draft.models.coder ?? ''} value={draft.models[agent] ?? ''}
              onChange={(event) => setModel([agent], event.currentTarget.value.trim())} error={errors[`models.${agent}`]}
            />
          ))}
        </div>
        {!isCompatible(draft) && (
          <TextInput mt="sm" size="xs" label="Address" description="Of a gateway in front of the provider; empty for the provider itself." placeholder="https://gateway.example.com/v1" value={draft.baseUrl} onChange={(event) => set({ baseUrl: event.currentTarget.value })} error={errors.baseUrl} />
        )}
        <Switch mt="md" size="sm" label="In use" checked={draft.isActive} onChange={(event) => set({ isActive: event.currentTarget.checked })} />
      </Collapse>
    </section>
  );
}
